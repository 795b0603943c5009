package dev.hearth.checks.container;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which variables a container has.
 *
 * @param given those that its object names
 * @param more whether there are others, which a ConfigMap or a Secret names
 * @param container the container
 */
public record Environment(ImmutableSet<String> given, boolean more, Field container) {

    /**
     * What every container has, what Kubernetes says of Services, and what the webhooks of Amazon and Azure add by the pod's account.
     *
     * @see <a href="https://github.com/aws/amazon-eks-pod-identity-webhook">That of Amazon</a>
     * @see <a href="https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html">That of Azure</a>
     */
    private static final Pattern USUAL = Pattern.compile("PATH|HOME|HOSTNAME|PWD|TERM|ALLOY_DEPLOY_MODE|KUBERNETES_.*"
            + "|.+_(SERVICE_(HOST|PORT)(_.*)?|PORT(_[0-9]+_(TCP|UDP|SCTP).*)?)"
            + "|AWS_(REGION|DEFAULT_REGION|ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|STS_REGIONAL_ENDPOINTS|CONTAINER_.*)"
            + "|AZURE_(CLIENT_ID|TENANT_ID|FEDERATED_TOKEN_FILE|AUTHORITY_HOST)");

    static Environment of(Field container) {
        return new Environment(
                container.get("env").items().stream()
                        .map(variable -> variable.get("name").textOrEmpty())
                        .collect(ImmutableSet.toImmutableSet()),
                container.get("envFrom").present(),
                container);
    }

    /** Whether that variable is certainly not there. */
    public boolean misses(String name) {
        return !more && !given.contains(name) && !USUAL.matcher(name).matches();
    }

    /** The variable of that name, if the object names it. */
    public Optional<Field> variable(String name) {
        return container.get("env").items().stream()
                .filter(variable -> variable.get("name").textOrEmpty().equals(name))
                .reduce((first, last) -> last);
    }
}
