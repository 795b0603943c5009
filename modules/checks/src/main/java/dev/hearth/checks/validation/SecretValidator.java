package dev.hearth.checks.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.checks.rule.Field;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.YamlException;
import java.util.Base64;

/**
 * What the API server refuses of a Secret: it counts what {@code stringData} holds as {@code data}, and asks of some types
 * what they must hold. No message shows a value.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/secret/#secret-types">Types of Secret</a>
 */
final class SecretValidator implements Validator {

    private static final String ACCOUNT = "kubernetes.io/service-account.name";

    @Override
    public void validate(Field secret, Faults faults) {
        new Checked(secret, secret.get("data"), secret.get("stringData"), faults).all();
    }

    /** One Secret. */
    private record Checked(Field secret, Field data, Field texts, Faults faults) {

        void all() {
            long size = 0;
            for (Field value : data.fields()) {
                faults.form(value, value.name(), Syntax::dataKey);
                size += texts.get(value.name()).present() ? 0 : DataSize.ofBase64(value);
            }
            for (Field value : texts.fields()) {
                if (!data.get(value.name()).present()) {
                    faults.form(data.get(value.name()), value.name(), Syntax::dataKey);
                }
                size += DataSize.ofText(value);
            }
            if (size > DataSize.MOST) {
                faults.tooLong(data, DataSize.MOST);
            }
            type();
        }

        private void type() {
            switch (secret.get("type").textOrEmpty()) {
                case "kubernetes.io/service-account-token" -> account();
                case "kubernetes.io/dockercfg" -> json(".dockercfg");
                case "kubernetes.io/dockerconfigjson" -> json(".dockerconfigjson");
                case "kubernetes.io/basic-auth" -> {
                    if (!there("username") && !there("password")) {
                        key("username");
                        key("password");
                    }
                }
                case "kubernetes.io/ssh-auth" -> {
                    if (!there("ssh-privatekey") || empty("ssh-privatekey")) {
                        faults.required(data.get("ssh-privatekey"));
                    }
                }
                case "kubernetes.io/tls" -> {
                    key("tls.crt");
                    key("tls.key");
                }
                default -> {}
            }
        }

        private void account() {
            Field name = secret.get("metadata").get("annotations").get(ACCOUNT);
            if (name.empty()) {
                faults.required(name, "must name the ServiceAccount of the token");
            }
        }

        private boolean there(String key) {
            return data.get(key).node().isPresent() || texts.get(key).node().isPresent();
        }

        private boolean empty(String key) {
            return texts.get(key).present()
                    ? texts.get(key).empty()
                    : data.get(key).empty();
        }

        private void key(String key) {
            if (!there(key)) {
                faults.required(data.get(key), "must be there in a Secret of this type");
            }
        }

        private void json(String key) {
            key(key);
            if (there(key) && !isObject(value(key))) {
                faults.invalid(data.get(key), "must be a JSON object");
            }
        }

        private String value(String key) {
            if (texts.get(key).present()) {
                return texts.get(key).textOrEmpty();
            }
            return new String(Base64.getMimeDecoder().decode(data.get(key).textOrEmpty()), UTF_8);
        }

        private static boolean isObject(String text) {
            try {
                Node node = Json.read(text, "");
                return node instanceof Mapping || node == Null.NULL;
            } catch (YamlException noJson) {
                return false;
            }
        }
    }
}
