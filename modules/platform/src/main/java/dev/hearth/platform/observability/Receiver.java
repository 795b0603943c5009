package dev.hearth.platform.observability;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Value;
import java.util.Arrays;

/**
 * Somebody who is told of alerts besides the one whom all go to.
 *
 * <pre>{@code
 * Receiver.email("family", "family@example.org")
 * Receiver.webhook("chat", bridge.url().then("/alerts"))
 * }</pre>
 */
public sealed interface Receiver {

    /** Its name in Alertmanager. */
    String name();

    /** People, by e-mail. */
    record Mail(String name, ImmutableList<String> to) implements Receiver {

        public Mail {
            Names.label("receiver", name);
            if (to.isEmpty()) {
                throw new IllegalArgumentException("receiver " + name + " needs an e-mail address");
            }
            Email.addresses(to);
        }
    }

    /** A program, at a URL that everybody may read. */
    record Webhook(String name, Value url) implements Receiver {

        public Webhook {
            Names.label("receiver", name);
            requireNonNull(url, "url");
        }
    }

    /** A program outside of the cluster, whose URL is a secret. */
    record SecretWebhook(String name, String host) implements Receiver {

        public SecretWebhook {
            Names.label("receiver", name);
            Names.subdomain("host of receiver " + name, host);
        }

        /** The key of Alertmanager's credential with the URL. */
        String key() {
            return name + "-url";
        }
    }

    /** People, by e-mail; through the same server as all mail. */
    static Receiver email(String name, String... to) {
        return new Mail(name, Email.addresses(Arrays.asList(to)));
    }

    /** A program that takes Alertmanager's own JSON, at that URL. */
    static Receiver webhook(String name, Value url) {
        return new Webhook(name, url);
    }

    /** A program at that host, whose URL a person is asked for, for whoever knows it may write there. */
    static Receiver secretWebhook(String name, String host) {
        return new SecretWebhook(name, host);
    }
}
