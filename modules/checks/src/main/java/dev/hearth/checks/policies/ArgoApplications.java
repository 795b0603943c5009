package dev.hearth.checks.policies;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import java.util.function.Consumer;

/**
 * {@code argo.source}, {@code argo.destination}, {@code argo.health} and {@code argo.size}: Applications say one source and one
 * destination, wait for each other where they have an order, and apply large objects on the server.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/">Declarative setup</a>
 */
final class ArgoApplications implements Rule {

    private static final String SOURCE = "argo.source";
    private static final String DESTINATION = "argo.destination";
    private static final String HEALTH = "argo.health";
    private static final String SIZE = "argo.size";
    private static final String WAVE = "argocd.argoproj.io/sync-wave";
    private static final String OPTIONS = "argocd.argoproj.io/sync-options";
    private static final String SERVER_SIDE = "ServerSideApply=true";
    /** What annotations of an object may have together; a client-side apply puts the whole object into one. */
    private static final int MOST_ANNOTATIONS = 262_144;

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(SOURCE, DESTINATION, HEALTH, SIZE);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableList<Manifest> applications = context.graph().all("argoproj.io", "Application");
        for (Manifest application : applications) {
            Field spec = Field.of(application).get("spec");
            sources(application, spec, findings);
            destination(application, spec.get("destination"), findings);
        }
        health(context, applications, findings);
        if (!applications.isEmpty() && !applications.stream().allMatch(ArgoApplications::appliesOnServer)) {
            context.objects().forEach(object -> size(object, findings));
        }
    }

    private static void sources(Manifest application, Field spec, Consumer<Finding> findings) {
        if (spec.get("source").present() && spec.get("sources").present()) {
            say(
                    SOURCE,
                    application,
                    spec.get("source"),
                    "stands beside sources, which alone count",
                    "keep one of both",
                    findings);
        }
        source(application, spec.get("source"), findings);
        spec.get("sources").items().forEach(source -> source(application, source, findings));
    }

    private static void source(Manifest application, Field source, Consumer<Finding> findings) {
        if (source.get("chart").present() && source.get("path").present()) {
            say(
                    SOURCE,
                    application,
                    source.get("path"),
                    "stands beside a chart",
                    "take either the chart or a path of a Git repository",
                    findings);
        }
        if (source.get("chart").present() && source.get("targetRevision").empty()) {
            say(
                    SOURCE,
                    application,
                    source.get("chart"),
                    "the chart has no version",
                    "say it in targetRevision",
                    findings);
        }
    }

    private static void destination(Manifest application, Field destination, Consumer<Finding> findings) {
        if (destination.get("server").present() && destination.get("name").present()) {
            say(
                    DESTINATION,
                    application,
                    destination.get("name"),
                    "stands beside server; Argo CD refuses both",
                    "name the cluster or its address",
                    findings);
        } else if (destination.present()
                && destination.get("server").empty()
                && destination.get("name").empty()) {
            say(
                    DESTINATION,
                    application,
                    destination,
                    "names no cluster",
                    "add server: https://kubernetes.default.svc for Argo CD's own",
                    findings);
        }
    }

    private static void say(
            String rule, Manifest object, Field at, String fault, String remedy, Consumer<Finding> findings) {
        findings.accept(
                Finding.error(rule, object.identity(), fault).at(at.path()).hint(remedy));
    }

    /** Without a health check for Applications one in a later wave does not wait for one in an earlier. */
    private static void health(Context context, ImmutableList<Manifest> applications, Consumer<Finding> findings) {
        boolean ordered = applications.stream()
                .anyMatch(application -> application.annotations().containsKey(WAVE));
        for (Manifest settings : context.graph().all("", "ConfigMap")) {
            boolean settled = Field.of(settings).get("data").fields().stream()
                    .anyMatch(entry -> entry.name().equals("resource.customizations.health.argoproj.io_Application")
                            || (entry.name().equals("resource.customizations")
                                    && entry.textOrEmpty().contains("argoproj.io/Application")));
            if (ordered && settings.name().equals("argocd-cm") && !settled) {
                findings.accept(Finding.warning(
                                HEALTH,
                                settings.identity(),
                                "Applications have sync waves, but Argo CD has no health check for Applications, so no wave"
                                        + " waits for the one before")
                        .at(FieldPath.of("data"))
                        .hint("add resource.customizations.health.argoproj.io_Application"));
            }
        }
    }

    private static boolean appliesOnServer(Manifest application) {
        return Field.of(application)
                .get("spec", "syncPolicy", "syncOptions")
                .texts()
                .contains(SERVER_SIDE);
    }

    private static void size(Manifest object, Consumer<Finding> findings) {
        boolean server = object.annotations().getOrDefault(OPTIONS, "").contains(SERVER_SIDE)
                || object.annotations().getOrDefault(OPTIONS, "").contains("Replace=true");
        if (server || !mayBeLarge(object)) {
            return;
        }
        int size = Json.write(object.root()).length();
        if (size > MOST_ANNOTATIONS) {
            findings.accept(Finding.warning(
                            SIZE,
                            object.identity(),
                            "has " + size
                                    + " bytes; a client-side apply keeps them in an annotation, and annotations have at most "
                                    + MOST_ANNOTATIONS)
                    .at(FieldPath.of("metadata", "annotations"))
                    .hint("add the annotation " + OPTIONS + ": " + SERVER_SIDE));
        }
    }

    private static boolean mayBeLarge(Manifest object) {
        return object.kind().equals("CustomResourceDefinition")
                || object.kind().equals("ConfigMap")
                || object.kind().equals("PrometheusRule");
    }
}
