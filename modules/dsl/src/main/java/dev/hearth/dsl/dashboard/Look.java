package dev.hearth.dsl.dashboard;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that any panel says: each type of panel writes its own settings into the same fields. */
record Look(
        String type,
        String title,
        String description,
        Query.Form form,
        ImmutableList<Query> queries,
        Data defaults,
        ImmutableList<Data> overrides,
        Data options,
        ImmutableList<Data> transformations,
        ImmutableList<Link> links,
        int width,
        int height) {

    private static final int MOST_QUERIES = 26;

    Look {
        requireNonNull(title, "title");
        if (width < 1 || width > Grid.COLUMNS) {
            throw new IllegalArgumentException(
                    "panel '" + title + "' must take 1 to " + Grid.COLUMNS + " columns, but takes " + width);
        }
        if (height < 2) {
            throw new IllegalArgumentException("panel '" + title + "' must have a height of 2, but has " + height);
        }
        if (queries.size() > MOST_QUERIES) {
            throw new IllegalArgumentException("panel '" + title + "' asks more than " + MOST_QUERIES + " questions");
        }
        if (queries.stream()
                        .map(query -> query.signal() + " " + query.source())
                        .distinct()
                        .count()
                > 1) {
            throw new IllegalArgumentException(
                    "panel '" + title + "' asks several data sources; make it several panels: " + queries);
        }
    }

    static Look of(String type, String title, Query.Form form, int width, int height, Data options) {
        return new Look(
                type,
                title,
                "",
                form,
                ImmutableList.of(),
                Data.map(),
                ImmutableList.of(),
                options,
                ImmutableList.of(),
                ImmutableList.of(),
                width,
                height);
    }

    Look query(Query query) {
        return new Look(
                type,
                title,
                description,
                form,
                append(queries, List.of(query)),
                defaults,
                overrides,
                options,
                transformations,
                links,
                width,
                height);
    }

    Look description(String text) {
        return new Look(
                type, title, text, form, queries, defaults, overrides, options, transformations, links, width, height);
    }

    Look size(int columns, int rows) {
        return new Look(
                type,
                title,
                description,
                form,
                queries,
                defaults,
                overrides,
                options,
                transformations,
                links,
                columns,
                rows);
    }

    Look links(List<Link> more) {
        return new Look(
                type,
                title,
                description,
                form,
                queries,
                defaults,
                overrides,
                options,
                transformations,
                append(links, more),
                width,
                height);
    }

    /** Over those it has. */
    Look defaults(Data more) {
        return new Look(
                type,
                title,
                description,
                form,
                queries,
                defaults.merge(more),
                overrides,
                options,
                transformations,
                links,
                width,
                height);
    }

    /** Over those it has. */
    Look options(Data more) {
        return new Look(
                type,
                title,
                description,
                form,
                queries,
                defaults,
                overrides,
                options.merge(more),
                transformations,
                links,
                width,
                height);
    }

    Look override(Data more) {
        return new Look(
                type,
                title,
                description,
                form,
                queries,
                defaults,
                append(overrides, List.of(more)),
                options,
                transformations,
                links,
                width,
                height);
    }

    Look transformations(List<Data> others) {
        return new Look(
                type,
                title,
                description,
                form,
                queries,
                defaults,
                overrides,
                options,
                ImmutableList.copyOf(others),
                links,
                width,
                height);
    }

    private static <T> ImmutableList<T> append(ImmutableList<T> list, List<T> more) {
        return ImmutableList.<T>builder().addAll(list).addAll(more).build();
    }

    static String refId(int index) {
        return String.valueOf((char) ('A' + index));
    }

    Data json(int id, Data position, Map<Signal, String> sources) {
        Data panel = Data.map("id", id, "type", type, "title", title, "gridPos", position);
        if (!description.isEmpty()) {
            panel = panel.merge(Data.map("description", description));
        }
        if (!queries.isEmpty()) {
            List<Data> targets = new ArrayList<>();
            for (Query query : queries) {
                targets.add(query.json(refId(targets.size()), form, sources));
            }
            panel = panel.merge(Data.map("datasource", queries.get(0).source(sources), "targets", targets));
        }
        if (!transformations.isEmpty()) {
            panel = panel.merge(Data.map("transformations", transformations));
        }
        if (!links.isEmpty()) {
            panel = panel.merge(Data.map("links", links.stream().map(Link::json).toList()));
        }
        return panel.merge(
                Data.map("fieldConfig", Data.map("defaults", defaults, "overrides", overrides), "options", options));
    }
}
