package dev.hearth.argocd;

import static dev.hearth.argocd.SecretCommands.quoted;

import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Offered;
import dev.hearth.dsl.SealingOffer;
import dev.hearth.dsl.Stated;
import java.util.Optional;

/** The steps of the bootstrap page that bring the controller which opens SealedSecrets, and seal for it. */
final class Sealing {

    private static final String LABEL = "sealedsecrets.bitnami.com/sealed-secrets-key";

    private final Expansion expansion;
    private final Offered<SealingOffer> controller;

    private Sealing(Expansion expansion, Offered<SealingOffer> controller) {
        this.expansion = expansion;
        this.controller = controller;
    }

    /** Nothing where the cluster seals nothing, or has nobody to open it. */
    static Optional<Sealing> of(Expansion expansion) {
        boolean sealed = expansion.facts(CredentialUse.class).stream()
                .map(Stated::fact)
                .anyMatch(use -> use.credential().origin() instanceof Credential.Sealed);
        return expansion.view().offers(SealingOffer.class).stream()
                .filter(offered -> sealed)
                .findFirst()
                .map(offered -> new Sealing(expansion, offered));
    }

    String introduction() {
        return "Values of this cluster are sealed: `" + expansion.cluster().secretsFolder()
                + "` holds them so that only the controller of the cluster can open them. So the controller comes first. If this"
                + " cluster takes the place of another one whose sealing keys you have a backup of, bring them in before the"
                + " controller starts, and leave out the sealing below: `gpg --decrypt ~/sealing-keys.yaml.gpg | kubectl apply --filename -`.";
    }

    /** Installs the controller; empty where it is there already. */
    String install() {
        if (controller.preinstalled()) {
            return "";
        }
        StringBuilder commands = new StringBuilder();
        definitions()
                .ifPresent(git -> commands.append("(\nset -euo pipefail\n")
                        .append("definitions=\"$(mktemp -d)\"\ntrap 'rm -rf \"$definitions\"' EXIT\n")
                        .append("git clone --quiet --filter=blob:none --no-checkout ")
                        .append(quoted(git.repository()))
                        .append(" \"$definitions\"\n")
                        .append("git -C \"$definitions\" checkout --quiet ")
                        .append(git.commit())
                        .append(" -- ")
                        .append(quoted(git.path()))
                        .append("\nkubectl apply --server-side --filename \"$definitions/")
                        .append(git.path())
                        .append("\"\n)\n"));
        String component = controller.component();
        commands.append("for file in generated/")
                .append(expansion.cluster().name())
                .append('/')
                .append(component)
                .append("/*.yaml; do\n  case \"$file\" in *monitor-*|*prometheusrule-*) continue ;; esac\n")
                .append("  kubectl apply --server-side --filename \"$file\"\ndone\n")
                .append("kubectl wait --namespace ")
                .append(controller.namespace())
                .append(" --for=condition=Available deployment --all --timeout=5m\n");
        return commands.toString();
    }

    private Optional<CrdOffer.Git> definitions() {
        return expansion.view().offers(controller.component(), CrdOffer.class).stream()
                .map(offered -> offered.offer().source())
                .filter(CrdOffer.Git.class::isInstance)
                .map(CrdOffer.Git.class::cast)
                .findFirst();
    }

    /** Fetches the certificate. */
    String fetch() {
        return "kubectl get secret --namespace " + controller.namespace() + " --selector " + LABEL + "=active"
                + " \\\n  --output go-template='{{range .items}}{{index .data \"tls.crt\" | base64decode}}{{end}}' > sealing.pem\n";
    }

    String seal() {
        return """
                mvn compile hearth:seal -Dhearth.certificate=sealing.pem -Dhearth.replace=foreign
                mvn package
                git add --all && git commit --message 'Seal for this cluster' && git push
                """;
    }

    String backUp() {
        return "kubectl get secret --namespace " + controller.namespace() + " --selector " + LABEL
                + " --output yaml \\\n  | gpg --symmetric --output ~/sealing-keys.yaml.gpg\n"
                + "gpg --decrypt ~/sealing-keys.yaml.gpg \\\n  | java -jar hearth.jar unseal --check --key - --folder "
                + quoted(expansion.cluster().secretsFolder()) + "\n";
    }
}
