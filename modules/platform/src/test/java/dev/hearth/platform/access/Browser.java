package dev.hearth.platform.access;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Somebody's browser, which keeps cookies and follows no redirect by itself. */
final class Browser {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private final String dex;
    private final String host;
    private final Map<String, String> cookies = new HashMap<>();

    /** A browser that knows where Dex is, and the URL that people are sent back to. */
    Browser(String dex, String host) {
        this.dex = dex;
        this.host = host;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    /** What is at that URL, asked with those further headers: a name, its value, and so on. */
    HttpResponse<String> get(String url, String... headers) throws Exception {
        String header = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response =
                CLIENT.send((header.isEmpty() ? request : request.header("Cookie", header)).build(), ofString());
        for (String cookie : response.headers().allValues("Set-Cookie")) {
            String pair = cookie.substring(0, cookie.indexOf(';'));
            cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return response;
    }

    /** Logs in at Dex, where it has been sent; the path with which it is sent back. */
    String logIn(String sentTo, String email) throws Exception {
        String url = sentTo;
        HttpResponse<String> page = get(url);
        while (page.statusCode() / 100 == 3) {
            url = dex + location(page);
            page = get(url);
        }
        assertThat(page.body()).contains("password");
        page = CLIENT.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "login=" + email.replace("@", "%40") + "&password=password"))
                        .build(),
                ofString());
        while (!location(page).startsWith(host)) {
            page = get(dex + location(page));
        }
        return location(page).substring(host.length());
    }

    static String location(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError(response + "\n" + response.body()));
    }
}
