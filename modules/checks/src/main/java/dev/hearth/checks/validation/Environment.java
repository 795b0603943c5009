package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.List;

/**
 * What the API server asks of the environment variables of a container.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables">
 *     Environment variables</a>
 */
final class Environment {

    private static final int FILES = 35;
    private static final ImmutableSet<String> FIELDS = ImmutableSet.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");

    private final PodScope scope;
    private final Faults faults;

    private Environment(PodScope scope) {
        this.scope = scope;
        this.faults = scope.faults();
    }

    static void validate(PodScope scope, Field container) {
        Environment environment = new Environment(scope);
        container.get("env").items().forEach(environment::variable);
        environment.from(container.get("envFrom"));
    }

    private void variable(Field variable) {
        faults.requiredForm(variable.get("name"), Syntax::envName);
        Field source = variable.get("valueFrom");
        if (!source.present()) {
            return;
        }
        long sources = sources(source).stream().filter(Field::present).count();
        if (source.get("fieldRef").present()) {
            DownwardApi.field(source.get("fieldRef"), source.get("fieldRef"), FIELDS, faults);
        }
        if (source.get("resourceFieldRef").present()) {
            DownwardApi.resource(source.get("resourceFieldRef"), source.get("resourceFieldRef"), false, faults);
        }
        key(source.get("configMapKeyRef"));
        key(source.get("secretKeyRef"));
        if (faults.version().atLeast(FILES)) {
            file(source.get("fileKeyRef"));
        }
        if (sources == 0) {
            faults.invalid(source, "must have one source");
        } else if (!variable.get("value").empty()) {
            faults.invalid(source, "must not stand beside a value");
        } else if (sources > 1) {
            faults.invalid(source, "must have only one source");
        }
    }

    private List<Field> sources(Field source) {
        ImmutableList.Builder<Field> sources = ImmutableList.<Field>builder()
                .add(source.get("fieldRef"))
                .add(source.get("resourceFieldRef"))
                .add(source.get("configMapKeyRef"))
                .add(source.get("secretKeyRef"));
        if (faults.version().atLeast(FILES)) {
            sources.add(source.get("fileKeyRef"));
        }
        return sources.build();
    }

    private void key(Field reference) {
        if (reference.present()) {
            faults.form(reference.get("name"), Syntax::subdomain);
            faults.requiredForm(reference.get("key"), Syntax::dataKey);
        }
    }

    private void file(Field reference) {
        if (!reference.present()) {
            return;
        }
        faults.requiredForm(reference.get("key"), Syntax::envName);
        Field name = reference.get("volumeName");
        faults.requiredForm(name, Syntax::label);
        faults.requiredForm(reference.get("path"), Syntax::pathWithoutBacksteps);
        List<Field> named = scope.spec().get("volumes").items().stream()
                .filter(volume -> volume.get("name").textOrEmpty().equals(name.textOrEmpty()))
                .toList();
        if (named.isEmpty()) {
            faults.notFound(name, "a volume");
        } else if (!VolumeSources.isEmptyDir(named.get(named.size() - 1))) {
            faults.invalid(name, "must name a volume that is an emptyDir");
        }
    }

    /** The API server leaves the index out of the paths about sources. */
    private void from(Field list) {
        for (Field from : list.items()) {
            faults.optionalForm(from.get("prefix"), Syntax::envName);
            Field config = from.get("configMapRef");
            Field secret = from.get("secretRef");
            for (Field source : List.of(config, secret)) {
                if (source.present()) {
                    faults.requiredForm(source.get("name"), Syntax.beginning(Syntax::subdomain));
                }
            }
            if (!config.present() && !secret.present()) {
                faults.invalid(list, "must have a configMapRef or a secretRef in each item");
            } else if (config.present() && secret.present()) {
                faults.invalid(list, "must have only one of configMapRef and secretRef in each item");
            }
        }
    }
}
