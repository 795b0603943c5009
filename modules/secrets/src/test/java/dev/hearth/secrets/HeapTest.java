package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.hearth.dsl.SealScope;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dump of the memory of a process shows that sealed a value. */
class HeapTest {

    private static final int LENGTH = 64;

    @TempDir
    Path folder;

    @Test
    void a_value_that_was_sealed_opened_and_closed_is_in_no_heap_dump() throws IOException, InterruptedException {
        String value = value();

        assertThat(dump(value, "closed").contains(value)).isFalse();
    }

    @Test
    void one_that_is_still_open_is() throws IOException, InterruptedException {
        String value = value();

        assertThat(dump(value, "open").contains(value)).isTrue();
    }

    private static String value() {
        byte[] random = new byte[LENGTH / 2];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private String dump(String value, String how) throws IOException, InterruptedException {
        Path dump = folder.resolve("memory.hprof");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sealing.class.getName(),
                        dump.toString(),
                        how)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(value.getBytes(ISO_8859_1));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isZero();
        return new String(Files.readAllBytes(dump), ISO_8859_1);
    }

    /** The process: it reads a value, seals and opens it, and writes down what its memory holds then. */
    static final class Sealing {

        private Sealing() {}

        public static void main(String[] arguments) throws IOException {
            byte[] read = new byte[LENGTH];
            try (InputStream in = new FileInputStream(FileDescriptor.in)) {
                if (in.readNBytes(read, 0, LENGTH) != LENGTH) {
                    throw new IllegalStateException("no value");
                }
            }
            Plain value = Plain.of(read);
            Plain opened = sealedAndOpened(value);
            if (arguments[1].equals("closed")) {
                value.close();
                opened.close();
            }
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(arguments[0], true);
            // Whoever is still used is still in memory.
            System.out.println(value + " " + opened);
        }

        private static Plain sealedAndOpened(Plain value) throws IOException {
            SealingCertificate certificate = SealingCertificate.read(resource("throwaway.crt"), "certificate")
                    .get(0);
            String text = Sealer.of(certificate, new SecureRandom()).seal(value, SealScope.STRICT, "shop", "login");
            return SealingKeys.read(resource("throwaway-pkcs1.key"), "key")
                    .open(text, SealScope.STRICT, "shop", "login");
        }

        private static byte[] resource(String name) throws IOException {
            try (InputStream in = HeapTest.class.getResourceAsStream("/sealing/" + name)) {
                if (in == null) {
                    throw new IllegalStateException(name);
                }
                return in.readAllBytes();
            }
        }
    }
}
