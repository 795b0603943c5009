package dev.hearth.cli;

import com.google.common.base.Splitter;
import dev.hearth.cli.Failures.WrongUse;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A class path with definitions of clusters. The pipeline is taken from it too, so that a cluster is rendered by the version of
 * Hearth it was compiled with; it is called by name, in types of the JDK alone. Only where the class path holds none, the one of
 * this jar is taken.
 */
final class ClassPath implements AutoCloseable {

    private static final String FACADE = "dev.hearth.pipeline.Hearth";

    private final URLClassLoader loader;

    private ClassPath(URLClassLoader loader) {
        this.loader = loader;
    }

    static ClassPath of(String elements) throws IOException {
        return new ClassPath(loader(elements));
    }

    /**
     * The exit code of a static method of the pipeline.
     *
     * @param what names the run where it fails
     * @param types the method's parameter types
     * @param arguments given the class loader
     */
    int call(String what, String method, Class<?>[] types, Function<ClassLoader, Object[]> arguments) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Method run = loader.loadClass(FACADE).getMethod(method, types);
            return (Integer) run.invoke(null, arguments.apply(loader));
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(what + " failed", thrown.getCause());
        } catch (ReflectiveOperationException | LinkageError other) {
            throw new WrongUse("the class path holds a Hearth of another version, or a part of one (" + other
                    + "); give all of its jars, or none");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private static URLClassLoader loader(String elements) throws IOException {
        List<URL> urls = new ArrayList<>();
        boolean ownPipeline = false;
        for (String element :
                Splitter.on(File.pathSeparatorChar).omitEmptyStrings().split(elements)) {
            for (Path file : files(element)) {
                urls.add(url(file));
                ownPipeline |= pipeline(file);
            }
        }
        // Nothing of this jar where the class path has the pipeline: the project decides every version.
        return new URLClassLoader(
                "hearth",
                urls.toArray(new URL[0]),
                ownPipeline ? ClassLoader.getPlatformClassLoader() : ClassPath.class.getClassLoader());
    }

    private static boolean pipeline(Path file) throws MalformedURLException {
        try (URLClassLoader one = new URLClassLoader(new URL[] {url(file)}, null)) {
            return one.findResource(FACADE.replace('.', '/') + ".class") != null;
        } catch (MalformedURLException wrong) {
            throw wrong;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static List<Path> files(String element) throws IOException {
        if (element.endsWith("/*") || element.equals("*")) {
            Path folder = Path.of(element.equals("*") ? "." : element.substring(0, element.length() - 2));
            if (!Files.isDirectory(folder)) {
                throw new WrongUse("--class-path: there is no folder " + folder);
            }
            try (Stream<Path> jars = Files.list(folder)) {
                return jars.filter(jar -> jar.toString().endsWith(".jar"))
                        .sorted()
                        .toList();
            }
        }
        Path file = Path.of(element);
        if (!Files.exists(file)) {
            throw new WrongUse("--class-path: there is no file or folder " + element);
        }
        return List.of(file);
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }
}
