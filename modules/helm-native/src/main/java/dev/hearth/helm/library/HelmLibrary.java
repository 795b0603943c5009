package dev.hearth.helm.library;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.jni.NativeLibrary;
import dev.hearth.helm.ChartException;
import dev.hearth.helm.ChartInflater;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Helm's own code as a native library. It reads charts from the disk alone, so that a chart is put into a directory of its
 * own for as long as it is rendered.
 *
 * @see <a href="https://github.com/manusa/helm-java">helm-java</a>
 */
public final class HelmLibrary implements ChartInflater {

    @Override
    public String inflate(Inflation chart) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The library is looked for with the loader of the thread, which a build tool may have set to its own.
        thread.setContextClassLoader(HelmLibrary.class.getClassLoader());
        Path directory = null;
        try {
            requireLibrary();
            directory = Files.createTempDirectory("hearth-chart");
            return inflate(chart, directory);
        } catch (IOException failed) {
            throw new UncheckedIOException("a chart could not be written to render it", failed);
        } finally {
            thread.setContextClassLoader(before);
            if (directory != null) {
                delete(directory);
            }
        }
    }

    /** Without one for this system in the class path, helm-java would fetch it from the network. */
    private static void requireLibrary() {
        if (ServiceLoader.load(NativeLibrary.class, HelmLibrary.class.getClassLoader())
                .findFirst()
                .isEmpty()) {
            throw new ChartException("Helm's library for this system is not in the class path; add"
                    + " com.marcnuri.helm-java:linux-amd64, linux-arm64, darwin-amd64, darwin-arm64 or windows-amd64");
        }
    }

    private static String inflate(Inflation chart, Path directory) throws IOException {
        Path root = directory.resolve("chart");
        for (Map.Entry<String, byte[]> file : chart.files().entrySet()) {
            Path path = root.resolve(file.getKey()).normalize();
            if (!path.startsWith(root)) {
                throw new ChartException("its file " + file.getKey() + " leads out of the chart");
            }
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Path values =
                Files.write(directory.resolve("values.yaml"), chart.values().getBytes(UTF_8));
        try {
            return new Helm(root)
                    .template()
                    .withName(chart.release())
                    .withNamespace(chart.namespace())
                    .withKubeVersion(chart.kubernetes())
                    .withValuesFile(values)
                    .call();
        } catch (RuntimeException refused) {
            // The directory has another name each time, and what is told must not.
            throw new ChartException(String.valueOf(refused.getMessage())
                    .replace(root.toString(), "the chart")
                    .replace(values.toString(), "the values")
                    .strip());
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> below = Files.walk(directory)) {
            List<Path> all = below.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.delete(path);
            }
        } catch (IOException left) {
            throw new UncheckedIOException("the directory " + directory + " could not be deleted", left);
        }
    }
}
