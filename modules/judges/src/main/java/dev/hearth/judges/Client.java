package dev.hearth.judges;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Requests to one API server, over connections that stay open. Safe for use by many threads. */
final class Client implements AutoCloseable {

    private static final Pattern WARNING = Pattern.compile("\\d{3} \\S+ \"((?:[^\"\\\\]|\\\\.)*)\".*");

    /** Below the number of streams the server allows on one connection (100): the JDK's client does not wait for a free one. */
    private static final int AT_ONCE = 64;

    private final URI address;
    private final String token;
    private final HttpClient http;
    private final ExecutorService threads;
    private final Semaphore free = new Semaphore(AT_ONCE);

    private Client(URI address, String token, HttpClient http, ExecutorService threads) {
        this.address = address;
        this.token = token;
        this.http = http;
        this.threads = threads;
    }

    /**
     * @param certificate the server's own certificate, the only one that is trusted
     * @throws GeneralSecurityException if the file is no certificate (yet)
     */
    static Client of(URI address, Path certificate, String token) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            int number = 0;
            for (Certificate part : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("server-" + number++, part);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        ExecutorService threads = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "hearth-judges-http");
            thread.setDaemon(true);
            return thread;
        });
        HttpClient http = HttpClient.newBuilder()
                .sslContext(tls)
                .executor(threads)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        return new Client(address, token, http, threads);
    }

    Verdict get(String path, String accept) {
        return send(request(path).header("Accept", accept).GET());
    }

    Verdict post(String path, byte[] object) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(object)));
    }

    /** Server-side apply of an object in JSON or YAML. */
    Verdict apply(String path, byte[] object) {
        return send(request(path)
                .header("Content-Type", "application/apply-patch+yaml")
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(object)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + token);
    }

    private Verdict send(HttpRequest.Builder request) {
        try {
            free.acquire();
            try {
                HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
                return Verdict.from(response.statusCode(), warnings(response), response.body());
            } finally {
                free.release();
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the API server was asked", problem);
        }
    }

    private static List<String> warnings(HttpResponse<String> response) {
        return response.headers().allValues("Warning").stream()
                .map(Client::warning)
                .toList();
    }

    private static String warning(String header) {
        Matcher matcher = WARNING.matcher(header);
        return matcher.matches() ? matcher.group(1).replaceAll("\\\\(.)", "$1") : header;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
