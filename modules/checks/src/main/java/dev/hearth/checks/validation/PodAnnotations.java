package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.regex.Pattern;

/** What the API server asks of those annotations of pods that mean something to Kubernetes. */
final class PodAnnotations {

    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final String LOCALHOST = "localhost/";
    private static final String RUNTIME_DEFAULT = "runtime/default";
    private static final ImmutableSet<String> SECCOMP_DEFAULTS = ImmutableSet.of(RUNTIME_DEFAULT, "docker/default");
    private static final Pattern COST = Pattern.compile("0|-?[1-9][0-9]*|-0[0-9]*");

    private PodAnnotations() {}

    static void validate(PodScope scope) {
        Faults faults = scope.faults();
        Field annotations = scope.pod().get("metadata", "annotations");
        // Of a template the API server leaves the metadata out of these paths.
        Field told = scope.template() ? scope.pod().get("annotations") : annotations;
        if (annotations.get(MIRROR).present() && scope.spec().get("nodeName").empty()) {
            faults.invalid(told.get(MIRROR), "must not be there without spec.nodeName");
        }
        Field cost = annotations.get(DELETION_COST);
        if (cost.present() && !isCost(cost.textOrEmpty())) {
            faults.invalid(told.get(DELETION_COST), "must be a whole number of 32 bits");
        }
        for (Field annotation : annotations.fields()) {
            if (annotation.name().equals(SECCOMP_POD) || annotation.name().startsWith(SECCOMP_CONTAINER)) {
                seccomp(annotation.textOrEmpty(), told.get(annotation.name()), faults);
            } else if (annotation.name().startsWith(APP_ARMOR)) {
                appArmor(scope, annotation, told.get(annotation.name()));
            }
        }
        matching(scope);
    }

    private static boolean isCost(String text) {
        if (!COST.matcher(text).matches() || text.length() > 11) {
            return false;
        }
        long cost = Long.parseLong(text);
        return cost >= Integer.MIN_VALUE && cost <= Integer.MAX_VALUE;
    }

    private static void seccomp(String profile, Field at, Faults faults) {
        if (profile.startsWith(LOCALHOST)) {
            faults.form(at, profile.substring(LOCALHOST.length()), Syntax::relativePath);
        } else if (!SECCOMP_DEFAULTS.contains(profile) && !profile.equals("unconfined")) {
            faults.invalid(at, "must be runtime/default, unconfined or localhost/ and a path");
        }
    }

    private static void appArmor(PodScope scope, Field annotation, Field at) {
        String container = annotation.name().substring(APP_ARMOR.length());
        if (scope.allContainers().stream()
                .noneMatch(one -> one.get("name").textOrEmpty().equals(container))) {
            scope.faults().invalid(at, "must name a container of the pod");
        }
        String profile = annotation.textOrEmpty();
        if (!profile.isEmpty()
                && !profile.equals(RUNTIME_DEFAULT)
                && !profile.equals("unconfined")
                && !profile.startsWith(LOCALHOST)) {
            scope.faults().invalid(at, "must be runtime/default, unconfined or localhost/ and a name");
        }
    }

    /** Where a profile is said in both ways, both must say the same. */
    private static void matching(PodScope scope) {
        Field seccomp = scope.spec().get("securityContext", "seccompProfile");
        same(scope, scope.annotation(SECCOMP_POD), seccomp, seccomp);
        Field podAppArmor = scope.spec().get("securityContext", "appArmorProfile");
        for (Field container : scope.allContainers()) {
            String name = container.get("name").textOrEmpty();
            Field own = container.get("securityContext", "seccompProfile");
            same(scope, scope.annotation(SECCOMP_CONTAINER + name), own, own);
            Field appArmor = container.get("securityContext", "appArmorProfile");
            if (!scope.os().equals("windows")) {
                same(scope, scope.annotation(APP_ARMOR + name), appArmor.present() ? appArmor : podAppArmor, appArmor);
            }
        }
    }

    private static void same(PodScope scope, Field annotation, Field profile, Field told) {
        if (!annotation.present() || !profile.present()) {
            return;
        }
        String said = annotation.textOrEmpty();
        boolean seccomp = annotation.name().contains("seccomp");
        boolean same = switch (profile.get("type").textOrEmpty()) {
            case "Unconfined" -> said.equals("unconfined");
            case "RuntimeDefault" -> seccomp ? SECCOMP_DEFAULTS.contains(said) : said.equals(RUNTIME_DEFAULT);
            case "Localhost" -> said.startsWith(LOCALHOST);
            default -> true;
        };
        if (!same) {
            scope.faults().forbidden(told.get("type"), "the annotation " + annotation.name() + " says otherwise");
        } else if (profile.get("type").textOrEmpty().equals("Localhost")
                && !said.equals(LOCALHOST + profile.get("localhostProfile").textOrEmpty())) {
            scope.faults()
                    .forbidden(told.get("localhostProfile"), "the annotation " + annotation.name() + " says otherwise");
        }
    }
}
