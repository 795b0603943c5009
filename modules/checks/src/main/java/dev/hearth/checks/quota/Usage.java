package dev.hearth.checks.quota;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Quantity;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the objects of one namespace use of it, by the words of a ResourceQuota: {@code pods}, {@code requests.cpu}.
 *
 * @param steady when all runs as it is meant to
 * @param most for a while, when everything changes at once
 * @param unsaid by the words of a quota, the containers that say nothing of it: the API server takes no such pod where there is a
 *     quota of that
 */
public record Usage(
        ImmutableSortedMap<String, Quantity> steady,
        ImmutableSortedMap<String, Quantity> most,
        ImmutableSortedMap<String, List<Silent>> unsaid) {

    /**
     * A container that says nothing of a resource.
     *
     * @param workload the object that makes its pod
     * @param container the container
     */
    public record Silent(Manifest workload, Field container) {}

    private static final List<String> RESOURCES = List.of("cpu", "memory");
    private static final List<String> LISTS = List.of("requests", "limits");

    /**
     * The usage of a namespace.
     *
     * @param objects all objects of the namespace
     * @param nodes how many nodes there are
     */
    public static Usage of(Collection<Manifest> objects, int nodes) {
        Tally tally = new Tally(objects, nodes);
        objects.forEach(tally::count);
        return new Usage(
                ImmutableSortedMap.copyOf(tally.steady),
                ImmutableSortedMap.copyOf(tally.most),
                ImmutableSortedMap.copyOf(tally.unsaid));
    }

    /** Whether the namespace has no pods and no claims. */
    public boolean isEmpty() {
        return most.isEmpty();
    }

    private static final class Tally {

        private final int nodes;
        private final Defaults defaults;
        private final Map<String, Long> scaled = new HashMap<>();
        private final Map<String, Quantity> steady = new TreeMap<>();
        private final Map<String, Quantity> most = new TreeMap<>();
        private final Map<String, List<Silent>> unsaid = new TreeMap<>();

        Tally(Collection<Manifest> objects, int nodes) {
            this.nodes = nodes;
            this.defaults = Defaults.of(ofKind(objects, "LimitRange"));
            for (Manifest autoscaler : ofKind(objects, "HorizontalPodAutoscaler")) {
                Field spec = Field.of(autoscaler).get("spec");
                Field target = spec.get("scaleTargetRef");
                spec.get("maxReplicas")
                        .number()
                        .ifPresent(replicas -> scaled.put(
                                target.get("kind").textOrEmpty() + "/"
                                        + target.get("name").textOrEmpty(),
                                replicas));
            }
        }

        private static List<Manifest> ofKind(Collection<Manifest> objects, String kind) {
            return objects.stream().filter(object -> object.kind().equals(kind)).toList();
        }

        void count(Manifest object) {
            PodCount pods = PodCount.of(object, scaled.getOrDefault(object.kind() + "/" + object.name(), 0L), nodes);
            if (pods.most() > 0) {
                PodTemplate.of(object)
                        .ifPresent(template -> pods(object, Field.of(object).at(template.specPath()), pods));
            }
            if (object.kind().equals("PersistentVolumeClaim")) {
                claim(Field.of(object), 1);
            }
            for (Field claim :
                    Field.of(object).get("spec").get("volumeClaimTemplates").items()) {
                claim(claim, pods.most());
            }
        }

        private void pods(Manifest object, Field spec, PodCount pods) {
            add("pods", new Quantity(BigDecimal.ONE), pods);
            PodNeeds needs = new PodNeeds(spec, defaults);
            for (String list : LISTS) {
                for (String resource : RESOURCES) {
                    String word = list + "." + resource;
                    add(word, needs.of(list, resource), pods);
                    needs.silent(list, resource)
                            .forEach(container ->
                                    unsaid.merge(word, List.of(new Silent(object, container)), Tally::joined));
                }
            }
        }

        private static List<Silent> joined(List<Silent> some, List<Silent> more) {
            return Stream.concat(some.stream(), more.stream()).toList();
        }

        private void claim(Field claim, long count) {
            PodCount claims = new PodCount(count, count);
            add("persistentvolumeclaims", new Quantity(BigDecimal.ONE), claims);
            claim.get("spec", "resources", "requests", "storage")
                    .node()
                    .flatMap(Quantity::of)
                    .ifPresent(size -> add("requests.storage", size, claims));
        }

        private void add(String word, Quantity each, PodCount count) {
            steady.merge(word, times(each, count.steady()), Quantity::plus);
            most.merge(word, times(each, count.most()), Quantity::plus);
        }

        private static Quantity times(Quantity each, long count) {
            return new Quantity(each.value().multiply(BigDecimal.valueOf(count)));
        }
    }
}
