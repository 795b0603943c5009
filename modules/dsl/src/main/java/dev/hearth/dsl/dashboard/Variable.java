package dev.hearth.dsl.dashboard;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Data;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something people choose at the top of a dashboard; queries name it {@code $name}.
 *
 * <pre>{@code
 * Variable.query("namespace", "Namespace", "label_values(kube_pod_info, namespace)").orAll()
 * }</pre>
 *
 * @param name how queries name it
 * @param label what people see
 * @param signal where the choices come from
 * @param query which choices there are; empty for a choice among the data sources of the signal
 * @param all whether several may be chosen, and all are at first
 * @see <a href="https://grafana.com/docs/grafana/latest/dashboards/variables/">Variables</a>
 */
public record Variable(String name, String label, Signal signal, Optional<String> query, boolean all) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    public Variable {
        requireNonNull(label, "label");
        requireNonNull(signal, "signal");
        requireNonNull(query, "query");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "variable '" + name + "' must be letters, digits and '_', and begin with a letter");
        }
    }

    /** A choice among what a query of metrics gives, such as {@code label_values(up, namespace)}. */
    public static Variable query(String name, String label, String query) {
        return new Variable(name, label, Signal.METRICS, Optional.of(query), false);
    }

    /** A choice among the data sources that have that signal; every panel that asks for it follows. */
    public static Variable dataSource(String name, String label, Signal signal) {
        return new Variable(name, label, signal, Optional.empty(), false);
    }

    /** A copy of which several may be chosen, and all are at first; queries compare it by {@code =~}. */
    public Variable orAll() {
        return new Variable(name, label, signal, query, true);
    }

    Data json(Map<Signal, String> sources) {
        Data common = Data.map("name", name, "label", label, "hide", 0, "skipUrlSync", false);
        if (query.isEmpty()) {
            return common.merge(Data.map("type", "datasource", "query", signal.type(), "multi", false));
        }
        Data asking = common.merge(Data.map(
                "type",
                "query",
                "datasource",
                Query.source(signal, sources),
                "definition",
                query.orElseThrow(),
                "query",
                query.orElseThrow(),
                "refresh",
                2,
                "sort",
                1,
                "multi",
                all,
                "includeAll",
                all));
        return all
                ? asking.merge(Data.map(
                        "allValue",
                        ".*",
                        "current",
                        Data.map("selected", true, "text", Data.list("All"), "value", Data.list("$__all"))))
                : asking;
    }
}
