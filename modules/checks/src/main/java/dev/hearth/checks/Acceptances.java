package dev.hearth.checks;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import dev.hearth.findings.Acceptance;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code accept.*}: what somebody says is all right, by an annotation of an object or for a component, and whether that
 * accepts anything. An acceptance reaches the objects it is said of and no others: on a Namespace it is about the Namespace.
 */
final class Acceptances {

    static final String REASON = "accept.reason";
    static final String UNKNOWN = "accept.unknown";
    static final String UNUSED = "accept.unused";

    static final ImmutableSet<String> IDS = ImmutableSet.of(REASON, UNKNOWN, UNUSED);

    private static final String PREFIX = "hearth.dev/accept.";

    private final ListMultimap<Identity, OfObject> ofObjects =
            MultimapBuilder.hashKeys().arrayListValues().build();
    private final ListMultimap<String, OfComponent> ofComponents =
            MultimapBuilder.linkedHashKeys().arrayListValues().build();
    private final List<Said> all = new ArrayList<>();
    private final Map<Identity, Manifest> objects;

    Acceptances(Map<Identity, Manifest> objects, Collection<Acceptance> spoken) {
        this.objects = objects;
        objects.values().forEach(this::annotations);
        for (Acceptance acceptance : spoken) {
            OfComponent said = new OfComponent(acceptance);
            ofComponents.put(acceptance.component(), said);
            all.add(said);
        }
    }

    private void annotations(Manifest object) {
        object.root().mapping("metadata").mapping("annotations").fields().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                OfObject said = new OfObject(object, name, value);
                ofObjects.put(object.identity(), said);
                all.add(said);
            }
        });
    }

    /** The reason for which that finding is accepted; empty where it is not. */
    Optional<String> reason(Finding finding) {
        Optional<String> ofObject = finding.object().flatMap(object -> reason(ofObjects.get(object), finding));
        return ofObject.or(() -> component(finding).flatMap(owner -> reason(ofComponents.get(owner), finding)));
    }

    private static Optional<String> reason(List<? extends Said> candidates, Finding finding) {
        Optional<String> first = Optional.empty();
        for (Said said : candidates) {
            if (said.rule().equals(finding.rule()) && !said.reason().isBlank()) {
                said.used = true;
                first = first.or(() -> Optional.of(said.reason()));
            }
        }
        return first;
    }

    private Optional<String> component(Finding finding) {
        String subject = "component ";
        return finding.object()
                .flatMap(object -> Optional.ofNullable(objects.get(object)).flatMap(Manifest::owner))
                .or(() -> finding.subject().startsWith(subject)
                        ? Optional.of(finding.subject().substring(subject.length()))
                        : Optional.empty());
    }

    /**
     * Tells what is wrong with the acceptances themselves, once every finding was asked for.
     *
     * @param known the ids of all rules
     * @param ran the ids of those that were looked for
     */
    void judge(Collection<String> known, Collection<String> ran, Consumer<Finding> findings) {
        for (Said said : all) {
            if (said instanceof OfObject && !known.contains(said.rule())) {
                findings.accept(said.about(UNKNOWN, "there is no rule " + said.rule())
                        .hint("hearth rules lists them; correct the id or remove the annotation"));
            } else if (said.reason().isBlank()) {
                findings.accept(said.about(REASON, "it accepts " + said.rule() + " and gives no reason")
                        .hint("write as its value why that is all right here"));
            } else if (!said.used && (ran.contains(said.rule()) || !known.contains(said.rule()))) {
                findings.accept(said.unused());
            }
        }
    }

    /** What was said, wherever. */
    private abstract static class Said {

        private boolean used;

        abstract String rule();

        abstract String reason();

        abstract Finding about(String id, String message);

        abstract Finding unused();
    }

    private static final class OfObject extends Said {

        private final Manifest object;
        private final String annotation;
        private final Node value;

        OfObject(Manifest object, String annotation, Node value) {
            this.object = object;
            this.annotation = annotation;
            this.value = value;
        }

        @Override
        String rule() {
            return annotation.substring(PREFIX.length());
        }

        @Override
        String reason() {
            return value instanceof Text text ? text.value() : "";
        }

        @Override
        Finding about(String id, String message) {
            return at(Finding.error(id, object.identity(), message));
        }

        @Override
        Finding unused() {
            return at(Finding.warning(
                            UNUSED,
                            object.identity(),
                            "it accepts " + rule() + ", of which this object has no finding"))
                    .hint("remove the annotation");
        }

        private Finding at(Finding finding) {
            return finding.at(FieldPath.of("metadata", "annotations", annotation));
        }
    }

    private static final class OfComponent extends Said {

        private final Acceptance acceptance;

        OfComponent(Acceptance acceptance) {
            this.acceptance = acceptance;
        }

        @Override
        String rule() {
            return acceptance.rule();
        }

        @Override
        String reason() {
            return acceptance.reason();
        }

        @Override
        Finding about(String id, String message) {
            return Finding.error(id, "component " + acceptance.component(), message)
                    .from(acceptance.place());
        }

        @Override
        Finding unused() {
            return Finding.warning(
                            UNUSED,
                            "component " + acceptance.component(),
                            "it accepts " + rule() + ", of which the component has no finding")
                    .from(acceptance.place())
                    .hint("remove the acceptance, or correct the id of the rule");
        }
    }
}
