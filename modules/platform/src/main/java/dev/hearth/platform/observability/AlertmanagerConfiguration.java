package dev.hearth.platform.observability;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What Alertmanager reads: who is told of what, how often, and what need not be told. No secret is in it; each one is a file
 * of the credential.
 *
 * @param alertmanager the settings
 * @see <a href="https://prometheus.io/docs/alerting/latest/configuration/">Configuration of Alertmanager</a>
 */
record AlertmanagerConfiguration(Alertmanager alertmanager) {

    /** Where the operator looks for it in the Secret. */
    static final String FILE = "alertmanager.yaml";

    private static final String PASSWORD = "smtp-password";
    private static final String SWITCH = "dead-mans-switch-url";
    private static final String NOBODY = "null";
    private static final String MAIL = "email";
    private static final String WATCHDOG = "watchdog";

    private static final Match CRITICAL = Match.label("severity").is("critical");
    private static final Match WARNING = Match.label("severity").is("warning");
    private static final Match INFO = Match.label("severity").is("info");

    /** All that is secret of it; where there is nothing, still the Secret that holds the configuration. */
    Credential secrets() {
        Credential credential = Credential.named(alertmanager.name() + "-config");
        Email email = alertmanager.email().orElse(null);
        if (email != null && !email.user().isEmpty()) {
            credential = credential.asked(PASSWORD, "the password of " + email.user() + " at " + email.host());
        }
        if (!alertmanager.deadMansSwitch().isEmpty()) {
            credential = credential.asked(
                    SWITCH, "the URL at " + alertmanager.deadMansSwitch() + " that is called while alerting works");
        }
        for (Alertmanager.Told told : alertmanager.told()) {
            if (told.receiver() instanceof Receiver.SecretWebhook webhook) {
                credential = credential.asked(
                        webhook.key(), "the URL at " + webhook.host() + " where alerts for " + webhook.name() + " go");
            }
        }
        return credential;
    }

    private String file(String key) {
        return "/etc/alertmanager/secrets/" + secrets().name() + "/" + key;
    }

    Data data() {
        return Data.map(
                "global", global(),
                "route", route(),
                "inhibit_rules", inhibitions(),
                "receivers", receivers());
    }

    private Data global() {
        Email email = alertmanager.email().orElse(null);
        if (email == null) {
            return Data.map();
        }
        Data global = Data.map(
                "smtp_smarthost",
                email.host() + ":" + email.port(),
                "smtp_from",
                email.from(),
                // Many servers refuse the greeting of a "localhost".
                "smtp_hello",
                email.domain(),
                "smtp_require_tls",
                email.unencrypted().isEmpty() && email.port() != Email.SUBMISSIONS);
        return email.user().isEmpty()
                ? global
                : global.merge(Data.map("smtp_auth_username", email.user(), "smtp_auth_password_file", file(PASSWORD)));
    }

    private Data route() {
        List<Data> routes = new ArrayList<>();
        routes.add(watchdog());
        routes.add(Data.map(
                "receiver",
                NOBODY,
                "matchers",
                matchers(List.of(Match.label("severity").is("none")))));
        for (Alertmanager.Told told : alertmanager.told()) {
            Data also = Data.map("receiver", told.receiver().name(), "continue", true);
            if (!told.matches().isEmpty()) {
                also = also.merge(Data.map("matchers", matchers(told.matches())));
            }
            routes.add(also.merge(bySeverity(told.receiver().name())));
        }
        String everybody = alertmanager.email().isPresent() ? MAIL : NOBODY;
        if (!everybody.equals(NOBODY)) {
            // The top is asked only where nothing below it matched, and what goes on to the next has matched.
            routes.add(Data.map("receiver", everybody).merge(bySeverity(everybody)));
        }
        return Data.map(
                "receiver",
                everybody,
                "group_by",
                Data.list("alertname", "namespace"),
                "group_wait",
                "30s",
                "group_interval",
                "5m",
                "repeat_interval",
                "12h",
                "routes",
                Data.list(routes.toArray()));
    }

    /** That it comes says that all before it works; whoever waits for it is called often. */
    private Data watchdog() {
        Data route = Data.map(
                "receiver",
                alertmanager.deadMansSwitch().isEmpty() ? NOBODY : WATCHDOG,
                "matchers",
                matchers(List.of(Match.label("alertname").is("Watchdog"))));
        return alertmanager.deadMansSwitch().isEmpty()
                ? route
                : route.merge(Data.map("group_wait", "0s", "group_interval", "1m", "repeat_interval", "5m"));
    }

    /** What must be done now is said again soon, what somebody may want to know seldom; it is kept for five days. */
    private static Data bySeverity(String receiver) {
        return Data.map(
                "routes",
                Data.list(
                        Data.map(
                                "receiver", receiver, "matchers", matchers(List.of(CRITICAL)), "repeat_interval", "2h"),
                        Data.map("receiver", receiver, "matchers", matchers(List.of(INFO)), "repeat_interval", "72h")));
    }

    private static Data inhibitions() {
        Match nodeDown = Match.label("alertname").is("NodeDown");
        return Data.list(
                inhibition(
                        List.of(CRITICAL),
                        List.of(Match.label("severity").like("warning|info")),
                        "alertname",
                        "namespace"),
                inhibition(List.of(WARNING), List.of(INFO), "alertname", "namespace"),
                // Without its label, "any node" would hide whatever is of no node.
                inhibition(
                        List.of(nodeDown, Match.label("node").isNot("")),
                        List.of(Match.label("alertname").isNot("NodeDown")),
                        "node"),
                inhibition(
                        List.of(nodeDown, Match.label("instance").isNot("")),
                        List.of(Match.label("alertname").isNot("NodeDown")),
                        "instance"),
                inhibition(List.of(nodeDown), List.of(Match.label("alertname").is("TargetDown")), "job"));
    }

    private static Data inhibition(List<Match> sources, List<Match> targets, Object... equal) {
        return Data.map(
                "source_matchers", matchers(sources),
                "target_matchers", matchers(targets),
                "equal", Data.list(equal));
    }

    private static Data matchers(List<Match> matches) {
        return Data.list(matches.stream().map(Match::toString).toArray());
    }

    private Data receivers() {
        List<Data> receivers = new ArrayList<>();
        receivers.add(Data.map("name", NOBODY));
        alertmanager.email().ifPresent(email -> receivers.add(mail(MAIL, email.to())));
        if (!alertmanager.deadMansSwitch().isEmpty()) {
            receivers.add(webhook(WATCHDOG, Data.map("url_file", file(SWITCH), "send_resolved", false)));
        }
        alertmanager.told().stream()
                .map(Alertmanager.Told::receiver)
                .distinct()
                .map(this::receiver)
                .forEach(receivers::add);
        return Data.list(receivers.toArray());
    }

    private Data receiver(Receiver receiver) {
        if (receiver instanceof Receiver.Mail mail) {
            return mail(mail.name(), mail.to());
        }
        if (receiver instanceof Receiver.Webhook webhook) {
            return webhook(webhook.name(), url(webhook.url()));
        }
        Receiver.SecretWebhook secret = (Receiver.SecretWebhook) receiver;
        return webhook(secret.name(), Data.map("url_file", file(secret.key()), "send_resolved", true));
    }

    private static Data url(Value url) {
        return Data.map("url", url, "send_resolved", true);
    }

    private static Data webhook(String name, Data settings) {
        return Data.map("name", name, "webhook_configs", Data.list(settings));
    }

    /** One mail to all, who see each other; that it is over is said too. */
    private static Data mail(String name, ImmutableList<String> to) {
        return Data.map(
                "name", name, "email_configs", Data.list(Data.map("to", String.join(", ", to), "send_resolved", true)));
    }
}
