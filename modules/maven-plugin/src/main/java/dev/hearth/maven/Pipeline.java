package dev.hearth.maven;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

/**
 * The pipeline of the project's own class path, so that a definition is rendered by the version of Hearth it was compiled
 * with. It is called by name, in types of the JDK alone.
 */
final class Pipeline implements AutoCloseable {

    private static final String FACADE = "dev.hearth.pipeline.Hearth";
    private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

    private final URLClassLoader loader;
    private final Method run;
    private final Method secrets;

    private Pipeline(URLClassLoader loader, Method run, Method secrets) {
        this.loader = loader;
        this.run = run;
        this.secrets = secrets;
    }

    static Pipeline of(List<String> classPath) throws MojoExecutionException {
        // A library of the schemas logs through SLF4J, which would complain that this class path has nobody to listen.
        if (System.getProperty(SLF4J_VERBOSITY) == null) {
            System.setProperty(SLF4J_VERBOSITY, "ERROR");
        }
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = url(classPath.get(i));
        }
        // Nothing of Maven's own class path: the project decides every version.
        URLClassLoader loader = new URLClassLoader("hearth", urls, ClassLoader.getPlatformClassLoader());
        try {
            Class<?> facade = loader.loadClass(FACADE);
            Method run = facade.getMethod(
                    "run",
                    String.class,
                    String.class,
                    ClassLoader.class,
                    Path.class,
                    Map.class,
                    Consumer.class,
                    Consumer.class,
                    Consumer.class);
            Method secrets = facade.getMethod(
                    "secrets",
                    String.class,
                    String.class,
                    ClassLoader.class,
                    Path.class,
                    Map.class,
                    BiFunction.class,
                    Consumer.class,
                    Consumer.class,
                    Consumer.class);
            return new Pipeline(loader, run, secrets);
        } catch (ClassNotFoundException missing) {
            close(loader);
            throw new MojoExecutionException("the project does not depend on Hearth's pipeline: add the dependency"
                    + " dev.hearth:hearth-pipeline, in scope compile or runtime");
        } catch (LinkageError incomplete) {
            close(loader);
            throw new MojoExecutionException(
                    "the class path of the project lacks a part of Hearth, or mixes versions of it: " + incomplete
                            + "; import dev.hearth:hearth-bom and exclude nothing of it");
        } catch (NoSuchMethodException other) {
            close(loader);
            throw new MojoExecutionException("the dependency dev.hearth:hearth-pipeline is of another version than this"
                    + " plugin: give both the same");
        }
    }

    private static URL url(String element) throws MojoExecutionException {
        try {
            return new File(element).toURI().toURL();
        } catch (MalformedURLException malformed) {
            throw new MojoExecutionException("the class path holds " + element + ", which is no file", malformed);
        }
    }

    /** Renders or verifies; gives the exit code. */
    int run(String goal, String definition, Path root, Map<String, String> options, Log log)
            throws MojoExecutionException {
        Consumer<String> info = log::info;
        Consumer<String> warning = log::warn;
        Consumer<String> error = log::error;
        return call(run, goal, definition, loader, root, options, info, warning, error);
    }

    /** Seals, or lists what is sealed; gives the exit code. */
    int secrets(String goal, String definition, Path root, Map<String, String> options, Person person, Log log)
            throws MojoExecutionException {
        Consumer<String> info = log::info;
        Consumer<String> warning = log::warn;
        Consumer<String> error = log::error;
        BiFunction<String, String, byte[]> answers =
                (place, what) -> person.answer(place, what).orElse(null);
        return call(secrets, goal, definition, loader, root, options, answers, info, warning, error);
    }

    private int call(Method method, Object... arguments) throws MojoExecutionException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return (Integer) method.invoke(null, arguments);
        } catch (InvocationTargetException thrown) {
            throw new MojoExecutionException(
                    arguments[0] + " of " + arguments[1] + " came to an end that it should not: " + thrown.getCause(),
                    thrown.getCause());
        } catch (IllegalAccessException hidden) {
            throw new MojoExecutionException("the pipeline cannot be called: " + hidden.getMessage(), hidden);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws MojoExecutionException {
        close(loader);
    }

    private static void close(URLClassLoader loader) throws MojoExecutionException {
        try {
            loader.close();
        } catch (IOException failed) {
            throw new MojoExecutionException("the class path cannot be closed: " + failed.getMessage(), failed);
        }
    }
}
