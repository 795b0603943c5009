package dev.hearth.platform.observability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** A mail server of this machine that asks for a login and keeps what it gets. */
final class MailServer implements AutoCloseable {

    private final ServerSocket socket;
    private final BlockingQueue<String> mails = new LinkedBlockingQueue<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();

    MailServer() throws IOException {
        socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "mail server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** What it gets, envelope and all, in order. */
    BlockingQueue<String> mails() {
        return mails;
    }

    /** {@code user:password} of each login. */
    List<String> logins() {
        return logins;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                client.setSoTimeout(10_000);
                serve(client);
            } catch (IOException gone) {
                // The next one may stay longer.
            }
        }
    }

    private void serve(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
        OutputStream out = client.getOutputStream();
        StringBuilder mail = new StringBuilder();
        say(out, "220 mail.test ESMTP");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("EHLO")) {
                say(out, "250-mail.test");
                say(out, "250 AUTH PLAIN");
            } else if (line.startsWith("AUTH PLAIN ")) {
                logins.add(login(line.substring("AUTH PLAIN ".length())));
                say(out, "235 welcome");
            } else if (line.equals("DATA")) {
                say(out, "354 go on");
                read(in, mail);
                mails.add(mail.toString());
                mail.setLength(0);
                say(out, "250 kept");
            } else if (line.equals("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                mail.append(line).append('\n');
                say(out, "250 fine");
            }
        }
    }

    private static String login(String encoded) {
        return new String(Base64.getDecoder().decode(encoded), UTF_8)
                .substring(1)
                .replace('\0', ':');
    }

    private static void read(BufferedReader in, StringBuilder mail) throws IOException {
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append('\n');
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
