package dev.hearth.helm.library;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Packs a folder of the test's resources as {@code helm package} does. */
final class Packed {

    private static final Path CHARTS = Path.of("src/test/resources/charts");

    private Packed() {}

    static byte[] chart(String name) {
        return archive(files(name, name));
    }

    /** The chart, with the chart below it as an archive too. */
    static byte[] nested(String name, String inner) {
        Map<String, byte[]> files = files(name, name);
        String folder = name + "/charts/" + inner + "/";
        Map<String, byte[]> below = new TreeMap<>();
        files.forEach((path, content) -> {
            if (path.startsWith(folder)) {
                below.put(inner + "/" + path.substring(folder.length()), content);
            }
        });
        files.keySet().removeIf(path -> path.startsWith(folder));
        files.put(name + "/charts/" + inner + "-0.1.0.tgz", archive(below));
        return archive(files);
    }

    static String digest(byte[] archive) {
        return "sha256:" + Hashing.sha256().hashBytes(archive);
    }

    private static Map<String, byte[]> files(String folder, String below) {
        Map<String, byte[]> files = new TreeMap<>();
        Path root = CHARTS.resolve(folder);
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(below + "/" + root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
        return files;
    }

    static byte[] archive(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.write(header(file.getKey(), file.getValue().length));
                out.write(file.getValue());
                out.write(new byte[(512 - file.getValue().length % 512) % 512]);
            }
            out.write(new byte[1024]);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(String name, int length) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, String.format(Locale.ROOT, "%011o", length));
        put(header, 148, "        ");
        header[156] = '0';
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte part : header) {
            sum += part & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
