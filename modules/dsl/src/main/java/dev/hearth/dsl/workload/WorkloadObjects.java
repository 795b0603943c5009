package dev.hearth.dsl.workload;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialPods;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Scrape;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Says to the scope all that a workload becomes. */
final class WorkloadObjects {

    private final Settings settings;
    private final Scope scope;
    private final Metadata metadata;

    WorkloadObjects(Settings settings, Scope scope) {
        this.settings = Telemetry.applied(settings, scope);
        this.scope = scope;
        this.metadata = new Metadata(this.settings, scope);
    }

    void expand() {
        PodNodes.configs(settings).forEach(config -> config.expand(scope));
        credentials();
        account();
        new AccessObjects(settings, scope).manifests().forEach(scope::manifest);
        claims();
        workload();
        ServiceObjects.manifests(settings, metadata).forEach(scope::manifest);
        autoscaler();
        budget();
        settings.traffic.reaches(references()).expand(scope);
        metrics();
        exemptions();
        new ModelRules(settings, scope).check();
    }

    private void credentials() {
        ImmutableSet<Credential> credentials = PodNodes.credentials(settings);
        credentials.forEach(scope::uses);
        if (!credentials.isEmpty() && !settings.kind.ends()) {
            scope.fact(new CredentialPods(
                    settings.kind.word(), settings.name, names(credentials), names(ReadAtStart.credentials(settings))));
        }
    }

    private static ImmutableSet<String> names(ImmutableSet<Credential> credentials) {
        return credentials.stream().map(Credential::name).collect(ImmutableSet.toImmutableSet());
    }

    private void add(String apiVersion, String kind, Mapping of, Mapping spec) {
        scope.manifest(Manifest.of(Mapping.builder()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("metadata", of)
                .put("spec", spec)
                .build()));
    }

    private void account() {
        scope.manifest(Manifest.of(Mapping.builder()
                .put("apiVersion", "v1")
                .put("kind", "ServiceAccount")
                .put("metadata", metadata.of(settings.name))
                .put("automountServiceAccountToken", false)
                .build()));
    }

    private List<Volume.Claim> claimed() {
        return settings.volumes().stream()
                .filter(Volume.Claim.class::isInstance)
                .map(Volume.Claim.class::cast)
                .toList();
    }

    private void claims() {
        if (settings.kind == Kind.STATEFUL_SET) {
            return;
        }
        for (Volume.Claim claim : claimed()) {
            Manifest manifest = Manifest.of(Mapping.builder()
                    .put("apiVersion", "v1")
                    .put("kind", "PersistentVolumeClaim")
                    .put("metadata", metadata.of(VolumeNodes.claimName(claim, settings.name)))
                    .put("spec", VolumeNodes.claimSpec(claim, scope.cluster().site()))
                    .build());
            scope.manifest(manifest);
            scope.fact(new HoldsData(manifest.identity()));
        }
    }

    private void workload() {
        Manifest manifest = Manifest.of(Mapping.builder()
                .put("apiVersion", settings.kind.apiVersion())
                .put("kind", settings.kind.word())
                .put("metadata", metadata.of(settings.name, settings.labels, settings.annotations))
                .put("spec", spec())
                .build());
        scope.manifest(manifest);
        if (settings.kind == Kind.STATEFUL_SET && !claimed().isEmpty()) {
            scope.fact(new HoldsData(manifest.identity()));
        }
    }

    private Mapping spec() {
        Mapping template = new PodNodes(settings, scope).template();
        Mapping.Builder spec = Mapping.builder();
        switch (settings.kind) {
            case JOB -> spec.putAll(settings.job).put("template", template);
            case CRON_JOB ->
                spec.putAll(settings.own)
                        .put(
                                "jobTemplate",
                                Mapping.builder()
                                        .put(
                                                "metadata",
                                                Mapping.of("labels", Labels.of(settings, scope.component(), Map.of())))
                                        .put(
                                                "spec",
                                                Mapping.builder()
                                                        .putAll(settings.job)
                                                        .put("template", template)
                                                        .build())
                                        .build());
            default -> {
                if (settings.kind.scales() && settings.autoscaler.isEmpty()) {
                    spec.put("replicas", settings.replicas);
                }
                spec.putAll(settings.own);
                if (settings.kind == Kind.STATEFUL_SET) {
                    spec.put("serviceName", ServiceObjects.governing(settings));
                }
                spec.put("selector", Labels.selector(settings))
                        .put(settings.kind == Kind.DEPLOYMENT ? "strategy" : "updateStrategy", strategy())
                        .put("template", template)
                        .putUnlessEmpty("volumeClaimTemplates", claimTemplates());
            }
        }
        return spec.build();
    }

    private Optional<Mapping> strategy() {
        boolean held = settings.kind == Kind.DEPLOYMENT
                && claimed().stream().anyMatch(claim -> claim.accessMode().oneNode());
        // A new pod could not have the claim while the old one still holds it.
        return settings.update
                .or(() -> held ? Optional.of(UpdateStrategy.recreate()) : Optional.empty())
                .map(UpdateStrategy::node);
    }

    private Sequence claimTemplates() {
        if (settings.kind != Kind.STATEFUL_SET) {
            return Sequence.empty();
        }
        // The list is compared as a whole, so each template has what the API server would add.
        return Sequence.of(claimed().stream()
                .map(claim -> Mapping.builder()
                        .put("apiVersion", "v1")
                        .put("kind", "PersistentVolumeClaim")
                        .put("metadata", Mapping.of("name", Node.text(claim.name())))
                        .put(
                                "spec",
                                VolumeNodes.claimSpec(claim, scope.cluster().site()))
                        .build())
                .toList());
    }

    private void autoscaler() {
        settings.autoscaler.ifPresent(autoscaler -> add(
                "autoscaling/v2",
                "HorizontalPodAutoscaler",
                metadata.of(autoscaler.name().orElse(settings.name)),
                autoscaler.spec(settings.kind.word(), settings.name)));
    }

    private void budget() {
        if (settings.budget.isPresent()
                || (settings.kind.scales() && !settings.withoutBudget && settings.steady() > 1)) {
            add(
                    "policy/v1",
                    "PodDisruptionBudget",
                    metadata.of(settings.name),
                    settings.budget
                            .orElseGet(() -> DisruptionBudget.maxUnavailable(1))
                            .spec(Labels.selector(settings)));
        }
    }

    /** The services whose addresses some container gets. */
    private ImmutableSet<ServiceRef> references() {
        Stream<ServiceRef> variables = PodNodes.variables(settings)
                .filter(Variable.Plain.class::isInstance)
                .flatMap(variable -> ((Variable.Plain) variable).value().services().stream());
        Stream<ServiceRef> args = settings.containers().stream()
                .flatMap(container -> container.settings().args.stream())
                .flatMap(arg -> arg.services().stream());
        Stream<ServiceRef> configs = PodNodes.configs(settings).stream().flatMap(config -> config.services().stream());
        Stream<ServiceRef> credentials =
                PodNodes.credentials(settings).stream().flatMap(credential -> credential.services().stream());
        return Stream.of(variables, args, configs, credentials)
                .flatMap(references -> references)
                .collect(ImmutableSet.toImmutableSet());
    }

    private void metrics() {
        for (Settings.Metrics metrics : settings.metrics) {
            Port port = metrics.port();
            ServiceObjects.offers(settings, true).stream()
                    .filter(offer -> offer.port().equals(port))
                    .map(ServiceOffer::service)
                    .findFirst()
                    .ifPresent(service -> scope.fact(new Scrape(
                            settings.traffic.pods().orIn(scope.namespace()),
                            service,
                            port,
                            metrics.path(),
                            ImmutableMap.of(Labels.NAME, settings.name, Labels.SERVICE, service))));
        }
    }

    private void exemptions() {
        settings.excuses.forEach(excuse -> exempt(excuse, settings.subject()));
        settings.containers()
                .forEach(container -> container
                        .settings()
                        .excuses
                        .forEach(excuse -> exempt(excuse, settings.subject() + " container " + container.name())));
        settings.volumes().forEach(volume -> {
            if (volume instanceof Volume.HostPath host) {
                exempt(new Excuse("no path of the node", host.reason()), settings.subject() + " volume " + host.name());
            }
        });
        settings.access.forEach(access -> access.excuse()
                .ifPresent(reason -> exempt(new Excuse("no wildcard in access rights", reason), settings.subject())));
    }

    private void exempt(Excuse excuse, String subject) {
        scope.exempt(new Exemption(excuse.what(), subject, excuse.reason()));
    }
}
