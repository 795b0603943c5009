package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Value;
import java.util.Optional;

/** All that a route says. */
record Spec(
        String host,
        String name,
        ImmutableList<Target> targets,
        ImmutableList<Intent> intents,
        ImmutableList<RedirectTo> redirects,
        Tls tls,
        String open,
        String ingress,
        ImmutableList<Pods> callers) {

    /** That very path leads to that URL. */
    record RedirectTo(Path path, Value url) {}

    static Spec at(String host) {
        return new Spec(
                host,
                "",
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                new Tls.Issued(""),
                "",
                "",
                ImmutableList.of());
    }

    Spec name(String newName) {
        return new Spec(host, newName, targets, intents, redirects, tls, open, ingress, callers);
    }

    Spec target(Target target) {
        mustBeFree(target.path());
        return new Spec(host, name, append(targets, target), intents, redirects, tls, open, ingress, callers);
    }

    Spec redirect(RedirectTo redirect) {
        mustBeFree(redirect.path());
        return new Spec(host, name, targets, intents, append(redirects, redirect), tls, open, ingress, callers);
    }

    private void mustBeFree(Path path) {
        if (targets.stream().anyMatch(other -> other.path().equals(path))
                || redirects.stream().anyMatch(other -> other.path().equals(path))) {
            throw new IllegalArgumentException(
                    "the route at " + host + " has path " + path + " twice; a path leads to one service");
        }
    }

    /** A copy with that intent in the place of the one of its kind. */
    Spec with(Intent intent) {
        ImmutableList<Intent> others = intents.stream()
                .filter(other -> !other.getClass().equals(intent.getClass()))
                .collect(ImmutableList.toImmutableList());
        return new Spec(host, name, targets, append(others, intent), redirects, tls, open, ingress, callers);
    }

    Spec tls(Tls newTls) {
        return new Spec(host, name, targets, intents, redirects, newTls, open, ingress, callers);
    }

    Spec open(String reason) {
        return new Spec(host, name, targets, intents, redirects, tls, reason, ingress, callers);
    }

    Spec ingress(String component) {
        return new Spec(host, name, targets, intents, redirects, tls, open, component, callers);
    }

    Spec caller(Pods pods) {
        return new Spec(host, name, targets, intents, redirects, tls, open, ingress, append(callers, pods));
    }

    <I extends Intent> Optional<I> intent(Class<I> kind) {
        return intents.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    boolean wants(Class<? extends Intent> kind) {
        return intent(kind).isPresent();
    }

    private static <T> ImmutableList<T> append(ImmutableList<T> list, T item) {
        return ImmutableList.<T>builder().addAll(list).add(item).build();
    }
}
