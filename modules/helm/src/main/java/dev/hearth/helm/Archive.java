package dev.hearth.helm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.ByteStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The files in an archive of a chart, those of the charts it holds too.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">The format of tar</a>
 */
final class Archive {

    private static final int BLOCK = 512;

    /** A chart of such size is an attack or a mistake, and is not to fill the memory. */
    private static final long LARGEST = 64L << 20;

    private static final Pattern INNER = Pattern.compile("(.*/)?charts/[^/]+\\.t(ar\\.)?gz");

    private final Map<String, byte[]> files = new TreeMap<>();
    private long size;

    private Archive() {}

    /**
     * The files by their path below the archive's one folder.
     *
     * @throws ChartException where it is no archive of a chart
     */
    static ImmutableSortedMap<String, byte[]> read(byte[] archive) {
        Archive all = new Archive();
        all.unpack(archive, "");
        if (!all.files.containsKey("Chart.yaml")) {
            throw new ChartException("it is no archive of a chart: it has no folder with a Chart.yaml");
        }
        return ImmutableSortedMap.copyOf(all.files);
    }

    private void unpack(byte[] archive, String below) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            byte[] header = new byte[BLOCK];
            String longName = "";
            while (ByteStreams.read(in, header, 0, BLOCK) == BLOCK && header[0] != 0) {
                long length = length(header);
                size += length;
                if (size > LARGEST) {
                    throw new ChartException("its files have more than " + (LARGEST >> 20) + " MiB");
                }
                byte[] content = in.readNBytes((int) length);
                in.skipNBytes((BLOCK - length % BLOCK) % BLOCK);
                switch (header[156]) {
                    case 'L' -> longName = text(content, 0, content.length);
                    case 'x' -> longName = extended(text(content, 0, content.length), longName);
                    case 0, '0' -> {
                        file(longName.isEmpty() ? name(header) : longName, content, below);
                        longName = "";
                    }
                    default -> longName = "";
                }
            }
        } catch (IOException broken) {
            throw new ChartException("it is no archive of a chart: " + broken.getMessage());
        }
    }

    private void file(String path, byte[] content, String below) {
        String within = path.startsWith("./") ? path.substring(2) : path;
        if (within.startsWith("/") || Arrays.asList(within.split("/", -1)).contains("..")) {
            throw new ChartException("its file " + path + " leads out of the archive");
        }
        int folder = within.indexOf('/');
        if (folder < 0) {
            return;
        }
        String name = below + within.substring(folder + 1);
        if (INNER.matcher(name).matches()) {
            unpack(content, name.replaceFirst("\\.t(ar\\.)?gz$", "") + "/");
        } else {
            files.put(name, content);
        }
    }

    private static String name(byte[] header) {
        String prefix = new String(header, 257, 5, UTF_8).equals("ustar") ? text(header, 345, 155) : "";
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** The name in a pax header, which says {@code "30 path=chart/templates/web.yaml\n"}. */
    private static String extended(String header, String otherwise) {
        int path = header.indexOf(" path=");
        return path < 0 ? otherwise : header.substring(path + 6, header.indexOf('\n', path));
    }

    private static long length(byte[] header) {
        try {
            return Long.parseLong(text(header, 124, 12).trim(), 8);
        } catch (NumberFormatException broken) {
            throw new ChartException("it is no archive of a chart: the length of a file is no number");
        }
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, UTF_8);
    }
}
