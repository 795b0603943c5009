package dev.hearth.dsl;

import com.google.common.collect.ImmutableList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.Collection;

/**
 * The objects of a component: parts of the language, any typed object, raw YAML, and patches over them.
 *
 * <pre>{@code
 * return Manifests.of(web, Route.at("shop").to(web.service(http)))
 *     .objects(new PriorityClassBuilder()...build())
 *     .yaml(text)
 *     .patch(Patch.of(Deployment.class, "web", deployment -> deployment.getSpec().setPaused(true)));
 * }</pre>
 */
public record Manifests(ImmutableList<Part> parts, ImmutableList<Patch> patches) {

    /** Nothing. */
    public static Manifests none() {
        return new Manifests(ImmutableList.of(), ImmutableList.of());
    }

    /** Those parts. */
    public static Manifests of(Part... parts) {
        return of(Arrays.asList(parts));
    }

    /** Those parts. */
    public static Manifests of(Collection<? extends Part> parts) {
        return new Manifests(ImmutableList.copyOf(parts), ImmutableList.of());
    }

    /** These and those parts. */
    public Manifests and(Part... more) {
        return and(Arrays.asList(more));
    }

    /** These and those parts. */
    public Manifests and(Collection<? extends Part> more) {
        return new Manifests(
                ImmutableList.<Part>builder().addAll(parts).addAll(more).build(), patches);
    }

    /** These and those typed objects. */
    public Manifests objects(HasMetadata... objects) {
        return and(Arrays.stream(objects).map(TypedObject::new).toList());
    }

    /**
     * These and the objects of that YAML text, one or several documents, kept to the letter; a {@code List}, as {@code
     * kubectl get -o yaml} gives it, is replaced by its items.
     */
    public Manifests yaml(String text) {
        return and(RawYaml.of(text, Places.caller()));
    }

    /**
     * These, with all findings of that rule on the objects of this component accepted, for that reason. Reports list them; an
     * acceptance that accepts nothing is a finding itself.
     *
     * @param rule the id of the rule, such as {@code pod.resources}
     */
    public Manifests accept(String rule, String reason) {
        return and(new AcceptedRule(rule, reason, Places.caller()));
    }

    /** These, with that change made to one of them. */
    public Manifests patch(Patch patch) {
        return new Manifests(
                parts, ImmutableList.<Patch>builder().addAll(patches).add(patch).build());
    }
}
