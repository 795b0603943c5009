package dev.hearth.dsl.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.hash.Hashing;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Offer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A dashboard of Grafana. A component offers its own, and every Grafana of the cluster shows it.
 *
 * <pre>{@code
 * Dashboard.of("production-overview", "Production Overview")
 *     .row("Nodes")
 *     .panel(TimeSeries.of("CPU Usage").query("...", "{{instance}}").percent());
 * }</pre>
 *
 * @param uid names it for life: at most 40 letters, digits, {@code -} and {@code _}
 * @param title what people see
 * @param tags by which people find it
 * @param variables what people choose, in order
 * @param links where it leads
 * @param entries its panels and the titles between them, in reading order
 * @param time how much of the past it shows at first
 * @see <a href="https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/">JSON
 *     model</a>
 */
public record Dashboard(
        String uid,
        String title,
        ImmutableSortedSet<String> tags,
        ImmutableList<Variable> variables,
        ImmutableList<Link> links,
        ImmutableList<Entry> entries,
        Duration time)
        implements Offer {

    private static final Pattern UID = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final int MOST_OF_UID = 40;
    private static final int SCHEMA = 42;

    /**
     * A panel, or the title of those that follow.
     *
     * @param row the title; empty for a panel
     * @param panel the panel; empty for a title
     */
    public record Entry(String row, Optional<Panel<?>> panel) {

        public Entry {
            requireNonNull(panel, "panel");
            if (row.isEmpty() == panel.isEmpty()) {
                throw new IllegalArgumentException("a row of panels needs a title");
            }
        }
    }

    public Dashboard {
        uid(uid, title);
        requireNonNull(time, "time");
        if (title.isBlank()) {
            throw new IllegalArgumentException("dashboard " + uid + " needs a title");
        }
        if (variables.stream().map(Variable::name).distinct().count() != variables.size()) {
            throw new IllegalArgumentException("dashboard " + title + " has a variable twice: "
                    + variables.stream().map(Variable::name).toList());
        }
    }

    static String uid(String uid, String title) {
        if (!UID.matcher(uid).matches()) {
            throw new IllegalArgumentException(
                    "uid '" + uid + "' of dashboard " + title + " must be 1 to 40 letters, digits, '-' and '_'");
        }
        return uid;
    }

    /** A dashboard without panels, of the last six hours. */
    public static Dashboard of(String uid, String title) {
        return new Dashboard(
                uid,
                title,
                ImmutableSortedSet.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                Duration.ofHours(6));
    }

    /**
     * The dashboard of a component that is a product: its uid is the component's name, and its title the product, with
     * the name where that says more.
     */
    public static Dashboard ofComponent(String name, String product) {
        boolean plain = joined(product).equalsIgnoreCase(joined(name));
        return of(
                name.length() <= MOST_OF_UID
                        ? name
                        : Hashing.sha256().hashString(name, UTF_8).toString().substring(0, MOST_OF_UID),
                plain ? product : product + " (" + name + ")");
    }

    private static String joined(String words) {
        return words.replace(" ", "").replace("-", "");
    }

    private Dashboard with(ImmutableList<Variable> newVariables, ImmutableList<Link> newLinks, List<Entry> more) {
        return new Dashboard(
                uid,
                title,
                tags,
                newVariables,
                newLinks,
                ImmutableList.<Entry>builder().addAll(entries).addAll(more).build(),
                time);
    }

    /** A copy with one more panel. */
    public Dashboard panel(Panel<?> panel) {
        return panels(panel);
    }

    /** A copy with those panels too. */
    public Dashboard panels(Panel<?>... panels) {
        return panels(Arrays.asList(panels));
    }

    /** A copy with those panels too. */
    public Dashboard panels(List<? extends Panel<?>> panels) {
        List<Entry> more = new ArrayList<>();
        panels.forEach(panel -> more.add(new Entry("", Optional.of(panel))));
        return with(variables, links, more);
    }

    /** A copy in which what follows stands under that title. */
    public Dashboard row(String name) {
        return with(variables, links, List.of(new Entry(name, Optional.empty())));
    }

    /**
     * A copy with one more choice.
     *
     * @throws IllegalArgumentException where there is one of that name
     */
    public Dashboard variable(Variable variable) {
        return with(
                ImmutableList.<Variable>builder()
                        .addAll(variables)
                        .add(variable)
                        .build(),
                links,
                List.of());
    }

    /** A copy that leads somewhere too. */
    public Dashboard link(Link link) {
        return with(
                variables, ImmutableList.<Link>builder().addAll(links).add(link).build(), List.of());
    }

    /** A copy that is found by those tags too. */
    public Dashboard tags(String... more) {
        return new Dashboard(
                uid,
                title,
                ImmutableSortedSet.<String>naturalOrder().addAll(tags).add(more).build(),
                variables,
                links,
                entries,
                time);
    }

    /** A copy that shows so much of the past at first. */
    public Dashboard last(Duration past) {
        return new Dashboard(uid, title, tags, variables, links, entries, past);
    }

    private Stream<Query> queries() {
        return entries.stream().flatMap(entry -> entry.panel().stream()).flatMap(panel -> panel.queries().stream());
    }

    /** For what it needs a data source, whichever that is. */
    public ImmutableSet<Signal> signals() {
        return Stream.concat(
                        variables.stream().map(Variable::signal),
                        queries().filter(query -> query.source().isEmpty()).map(Query::signal))
                .collect(ImmutableSet.toImmutableSet());
    }

    /** The uids of the data sources that it names. */
    public ImmutableSortedSet<String> dataSources() {
        return queries()
                .flatMap(query -> query.source().stream())
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }

    /**
     * The JSON model.
     *
     * @param sources the uids of the data sources that answer where none is named
     * @throws IllegalArgumentException where one is missing
     */
    public Data json(Map<Signal, String> sources) {
        Map<Signal, String> chosen = new EnumMap<>(Signal.class);
        chosen.putAll(sources);
        variables.stream()
                .filter(variable -> variable.query().isEmpty())
                .forEach(variable -> chosen.put(variable.signal(), "${" + variable.name() + "}"));
        return Data.map(
                "uid",
                uid,
                "title",
                title,
                "schemaVersion",
                SCHEMA,
                "version",
                1,
                "editable",
                false,
                "graphTooltip",
                1,
                "timezone",
                "browser",
                "refresh",
                "1m",
                "time",
                Data.map("from", "now-" + past(), "to", "now"),
                "tags",
                tags,
                "links",
                links.stream().map(Link::json).toList(),
                "templating",
                Data.map(
                        "list",
                        variables.stream()
                                .map(variable -> variable.json(chosen))
                                .toList()),
                "annotations",
                Data.map("list", Data.list()),
                "panels",
                placed(chosen));
    }

    private String past() {
        return time.toMinutesPart() == 0 ? time.toHours() + "h" : time.toMinutes() + "m";
    }

    private List<Data> placed(Map<Signal, String> sources) {
        Grid grid = new Grid();
        List<Data> placed = new ArrayList<>();
        for (Entry entry : entries) {
            int id = placed.size() + 1;
            placed.add(entry.panel()
                    .map(Panel::look)
                    .map(look -> look.json(id, grid.panel(look.width(), look.height()), sources))
                    .orElseGet(() -> row(id, entry.row(), grid.row())));
        }
        return placed;
    }

    private static Data row(int id, String name, Data place) {
        return Data.map(
                "id", id, "type", "row", "title", name, "collapsed", false, "gridPos", place, "panels", Data.list());
    }
}
