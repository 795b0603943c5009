package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Numeral;
import dev.hearth.manifest.Sequence;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Structured configuration (YAML or JSON) whose texts may be {@linkplain Value values} that only the whole cluster
 * knows.
 *
 * <pre>{@code
 * Data.map(
 *     "apiVersion", 1,
 *     "datasources", Data.list(Data.map("name", "Prometheus", "url", prometheus.url())))
 * }</pre>
 */
public final class Data {

    private final Object content;

    private Data(Object content) {
        this.content = content;
    }

    /**
     * Fields by name, in the given order.
     *
     * @param namesAndValues a name, its value, and so on; a value is a {@link String}, {@link Value}, whole or decimal
     *     number, {@link Boolean}, {@link Data}, {@link Node}, or a list or map of such
     * @throws IllegalArgumentException for other types, an odd count, or a name given twice
     */
    public static Data map(Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "names and values come in pairs, but there are " + namesAndValues.length);
        }
        ImmutableMap.Builder<String, Data> fields = ImmutableMap.builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!(namesAndValues[i] instanceof String name)) {
                throw new IllegalArgumentException("a field name must be a String, but was " + namesAndValues[i]);
            }
            fields.put(name, of(namesAndValues[i + 1]));
        }
        return new Data(fields.buildOrThrow());
    }

    /** Items in the given order, of the types that {@link #map} takes. */
    public static Data list(Object... items) {
        return of(List.of(items));
    }

    /** One value, of the types that {@link #map} takes. */
    public static Data of(Object value) {
        if (value instanceof Data data) {
            return data;
        }
        if (value instanceof String || value instanceof Value || value instanceof Boolean || value instanceof Node) {
            return new Data(value);
        }
        if (value instanceof Integer || value instanceof Long) {
            return new Data(Node.number(((Number) value).longValue()));
        }
        if (value instanceof BigDecimal decimal) {
            return new Data(new Numeral(decimal));
        }
        if (value instanceof Double real && Double.isFinite(real)) {
            return new Data(new Numeral(BigDecimal.valueOf(real)));
        }
        if (value instanceof Collection<?> items) {
            return new Data(items.stream().map(Data::of).collect(ImmutableList.toImmutableList()));
        }
        if (value instanceof Map<?, ?> fields) {
            ImmutableMap.Builder<String, Data> copy = ImmutableMap.builder();
            fields.forEach((name, field) -> copy.put((String) name, of(field)));
            return new Data(copy.buildOrThrow());
        }
        throw new IllegalArgumentException(
                "configuration holds texts, values, numbers, booleans, lists and maps, but not "
                        + value.getClass().getName());
    }

    /** A copy of this map with the fields of another put over it, maps within maps alike. */
    public Data merge(Data over) {
        if (content instanceof ImmutableMap<?, ?> mine && over.content instanceof ImmutableMap<?, ?> theirs) {
            ImmutableMap.Builder<String, Data> merged = ImmutableMap.builder();
            mine.forEach((name, value) -> {
                Data other = (Data) theirs.get(name);
                merged.put((String) name, other == null ? (Data) value : ((Data) value).merge(other));
            });
            theirs.forEach((name, value) -> {
                if (!mine.containsKey(name)) {
                    merged.put((String) name, (Data) value);
                }
            });
            return new Data(merged.buildOrThrow());
        }
        return over;
    }

    /** A copy whose plain texts are changed so; names of fields and {@linkplain Value values} are not. */
    public Data texts(UnaryOperator<String> change) {
        if (content instanceof String text) {
            return new Data(change.apply(text));
        }
        if (content instanceof ImmutableList<?> items) {
            return new Data(
                    items.stream().map(item -> ((Data) item).texts(change)).collect(ImmutableList.toImmutableList()));
        }
        if (content instanceof ImmutableMap<?, ?> fields) {
            return new Data(fields.entrySet().stream()
                    .collect(ImmutableMap.toImmutableMap(
                            Map.Entry::getKey, field -> ((Data) field.getValue()).texts(change))));
        }
        return this;
    }

    /** The services whose addresses are used anywhere in it. */
    public ImmutableSet<ServiceRef> services() {
        if (content instanceof Value value) {
            return value.services();
        }
        Collection<?> below = content instanceof ImmutableMap<?, ?> fields
                ? fields.values()
                : content instanceof ImmutableList<?> items ? items : ImmutableList.of();
        return below.stream()
                .flatMap(child -> ((Data) child).services().stream())
                .collect(ImmutableSet.toImmutableSet());
    }

    /** The nodes of it, with every value made text by the given function. */
    public Node node(Function<Value, String> text) {
        if (content instanceof Value value) {
            return Node.text(text.apply(value));
        }
        if (content instanceof String string) {
            return Node.text(string);
        }
        if (content instanceof Boolean bool) {
            return bool ? Bool.TRUE : Bool.FALSE;
        }
        if (content instanceof ImmutableList<?> items) {
            return Sequence.of(
                    items.stream().map(item -> ((Data) item).node(text)).toList());
        }
        if (content instanceof ImmutableMap<?, ?> fields) {
            Mapping.Builder mapping = Mapping.builder();
            fields.forEach((name, value) -> mapping.put((String) name, ((Data) value).node(text)));
            return mapping.build();
        }
        return (Node) content;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Data that && content.equals(that.content);
    }

    @Override
    public int hashCode() {
        return content.hashCode();
    }

    @Override
    public String toString() {
        return content.toString();
    }
}
