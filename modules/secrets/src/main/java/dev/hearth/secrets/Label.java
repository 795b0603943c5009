package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.dsl.SealScope;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** What binds a sealed value to its place: the label of RSA-OAEP. */
final class Label {

    static final String RSA = "RSA/ECB/OAEPPadding";

    private Label() {}

    static OAEPParameterSpec of(SealScope scope, String namespace, String name) {
        String label = switch (scope) {
            case STRICT -> namespace + "/" + name;
            case NAMESPACE_WIDE -> namespace;
            case CLUSTER_WIDE -> "";
        };
        return new OAEPParameterSpec(
                "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(label.getBytes(UTF_8)));
    }
}
