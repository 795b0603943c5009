package dev.hearth.checks.links;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.SetMultimap;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Manifest;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * {@code link.target-port}: a port that a Service names is one that the pods behind it have. Services whose pods the tree
 * does not make are passed over.
 */
final class ServicePorts implements Rule {

    private static final String ID = "link.target-port";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableList<Manifest> objects = context.objects();
        SetMultimap<String, Pod> pods = HashMultimap.create();
        for (Manifest object : objects) {
            PodTemplate.of(object)
                    .ifPresent(pod -> pods.put(object.identity().namespace(), Pod.of(object.toString(), pod)));
        }
        for (Manifest object : objects) {
            if (object.identity().group().isEmpty() && object.kind().equals("Service")) {
                ImmutableMap<String, String> selector =
                        Manifest.strings(object.spec().mapping("selector"));
                List<Pod> behind = pods.get(object.identity().namespace()).stream()
                        .filter(pod -> pod.meant(selector))
                        .toList();
                if (!behind.isEmpty()) {
                    check(object, behind, findings);
                }
            }
        }
    }

    private static void check(Manifest service, List<Pod> behind, Consumer<Finding> findings) {
        PodTemplate.items(
                service.spec(),
                FieldPath.of("spec"),
                "ports",
                (path, port) -> port.text("targetPort")
                        .filter(target ->
                                behind.stream().noneMatch(pod -> pod.ports().contains(target)))
                        .ifPresent(target -> {
                            TreeSet<String> owners = new TreeSet<>();
                            TreeSet<String> ports = new TreeSet<>();
                            behind.forEach(pod -> {
                                owners.add(pod.owner());
                                ports.addAll(pod.ports());
                            });
                            findings.accept(Finding.error(
                                            ID,
                                            service.identity(),
                                            "no container of " + String.join(", ", owners) + " has a port named '"
                                                    + target + "'; they have "
                                                    + (ports.isEmpty() ? "none" : String.join(", ", ports)))
                                    .at(path.field("targetPort"))
                                    .hint("name a port that a container has, or give its number"));
                        }));
    }

    private record Pod(String owner, ImmutableMap<String, String> labels, ImmutableSet<String> ports) {

        static Pod of(String owner, PodTemplate template) {
            ImmutableSet.Builder<String> ports = ImmutableSet.builder();
            template.containers((path, container) -> container
                    .sequence("ports")
                    .mappings()
                    .forEach(port -> port.text("name").ifPresent(ports::add)));
            return new Pod(owner, Manifest.strings(template.metadata().mapping("labels")), ports.build());
        }

        boolean meant(ImmutableMap<String, String> selector) {
            return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
        }
    }
}
