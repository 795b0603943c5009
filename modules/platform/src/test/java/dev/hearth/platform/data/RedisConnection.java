package dev.hearth.platform.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** As much of Redis' protocol as the tests speak: answers as text, the items of a list a line each. */
final class RedisConnection implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    private RedisConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RedisConnection open(String address, int port, String user, String password) {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, port), 1_000);
            socket.setSoTimeout(3_000);
            RedisConnection connection = new RedisConnection(socket);
            String answer = connection.ask("AUTH", user, password);
            if (!answer.equals("OK")) {
                throw new IOException(answer);
            }
            return connection;
        } catch (IOException | UncheckedIOException problem) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // It is the first problem that counts.
            }
            throw problem instanceof IOException first
                    ? new UncheckedIOException(first)
                    : (UncheckedIOException) problem;
        }
    }

    String ask(String... words) {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.getBytes(UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        try {
            socket.getOutputStream().write(command.toString().getBytes(UTF_8));
            return answer();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The next answer, which nobody asked for: what a subscriber hears. */
    String hear() {
        try {
            return answer();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private String answer() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '$' -> rest.equals("-1") ? "(nil)" : text(Integer.parseInt(rest));
            case '*' -> list(Integer.parseInt(rest));
            default -> rest;
        };
    }

    private String list(int size) throws IOException {
        List<String> items = new ArrayList<>();
        for (int item = 0; item < size; item++) {
            items.add(answer());
        }
        return String.join("\n", items);
    }

    private String text(int length) throws IOException {
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("the other end is closed");
        }
        return new String(bytes, 0, length, UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the other end is closed");
            }
            line.append((char) next);
        }
        return line.substring(0, line.length() - 1);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
