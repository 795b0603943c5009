package dev.hearth.checks.alerting;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Mapping;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Alertmanager refuses in its configuration. Only places are named and no values, because the configuration may stand in a
 * Secret.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/configuration/">Configuration of Alertmanager</a>
 */
final class AlertmanagerFaults {

    private static final ImmutableList<String> MATCHERS = ImmutableList.of("matchers", "match", "match_re");
    private static final ImmutableList<String> TIMES = ImmutableList.of("mute_time_intervals", "active_time_intervals");

    private final Field root;
    private final Field global;
    private final Faults faults;

    /** Told what is wrong, and what to do. */
    interface Faults {
        void accept(String message, String hint);
    }

    private AlertmanagerFaults(Field root, Faults faults) {
        this.root = root;
        this.global = root.get("global");
        this.faults = faults;
    }

    /** Tells everything for which Alertmanager refuses that configuration. */
    static void of(Mapping configuration, Faults faults) {
        new AlertmanagerFaults(Field.of(configuration), faults).check();
    }

    /** Whether none of its receivers tells anybody. */
    static boolean silent(Mapping configuration) {
        Field receivers = Field.of(configuration).get("receivers");
        return !receivers.empty()
                && receivers.items().stream()
                        .allMatch(receiver -> receiver.fields().stream()
                                .allMatch(field -> field.name().equals("name") || field.empty()));
    }

    private void check() {
        Field route = root.get("route");
        if (route.get("receiver").empty()) {
            refuse(
                    "names no receiver at route.receiver",
                    "write route.receiver, which is told of what no other route takes");
        }
        for (String matchers : MATCHERS) {
            if (!route.get(matchers).empty()) {
                refuse(
                        "has " + matchers + " at route, which must take everything",
                        "move them to a route below it, under routes");
            }
        }
        for (String times : TIMES) {
            if (!route.get(times).empty()) {
                refuse(
                        "has " + times + " at route, which must always hold",
                        "move them to a route below it, under routes");
            }
        }
        route(route, receivers(), times());
        mail();
    }

    private void refuse(String message, String hint) {
        faults.accept(message + ", so Alertmanager refuses it", hint);
    }

    private Set<String> receivers() {
        Map<String, Field> names = new HashMap<>();
        for (Field receiver : root.get("receivers").items()) {
            String name = receiver.get("name").textOrEmpty();
            Field first = names.putIfAbsent(name, receiver);
            if (first != null && known(name)) {
                refuse(
                        "gives one name to " + first.path() + " and " + receiver.path(),
                        "make them one receiver, or give each a name of its own");
            }
        }
        return names.keySet();
    }

    private Set<String> times() {
        Set<String> names = new HashSet<>();
        Stream.of("time_intervals", "mute_time_intervals")
                .flatMap(list -> root.get(list).items().stream())
                .forEach(interval -> names.add(interval.get("name").textOrEmpty()));
        return names;
    }

    private void route(Field route, Set<String> receivers, Set<String> times) {
        Field receiver = route.get("receiver");
        if (!receiver.empty() && known(receiver.textOrEmpty()) && !receivers.contains(receiver.textOrEmpty())) {
            refuse(
                    "names a receiver at " + receiver.path() + " that is not among its receivers",
                    "add it to receivers, or correct the name");
        }
        for (String list : TIMES) {
            for (Field time : route.get(list).items()) {
                if (known(time.textOrEmpty()) && !times.contains(time.textOrEmpty())) {
                    refuse(
                            "names a time at " + time.path() + " that is not among its time_intervals",
                            "add it to time_intervals, or correct the name");
                }
            }
        }
        route.get("routes").items().forEach(below -> route(below, receivers, times));
    }

    private void mail() {
        port(global.get("smtp_smarthost"));
        for (Field receiver : root.get("receivers").items()) {
            for (Field mail : receiver.get("email_configs").items()) {
                port(mail.get("smarthost"));
                if (mail.get("to").empty()) {
                    refuse("sends mail to nobody: " + mail.get("to").path() + " is not there", "write it");
                }
                either(mail.get("from"), global.get("smtp_from"));
                either(mail.get("smarthost"), global.get("smtp_smarthost"));
            }
        }
    }

    private void either(Field own, Field shared) {
        if (own.empty() && shared.empty()) {
            refuse(
                    "sends mail, but has neither " + own.path() + " nor " + shared.path(),
                    "write " + shared.path() + ", or " + own.name() + " of that receiver");
        }
    }

    private void port(Field server) {
        String address = server.textOrEmpty();
        if (!address.isEmpty() && known(address) && !address.matches("(\\[[^\\[\\]]*]|[^:\\[\\]]*):[^:\\[\\]]+")) {
            refuse(
                    "has a server without a port at " + server.path(),
                    "write host and port, such as smtp.example.org:587");
        }
    }

    /** What a template or a variable will be replaced by, nobody knows here. */
    private static boolean known(String text) {
        return !text.contains("{{") && !text.contains("$");
    }
}
