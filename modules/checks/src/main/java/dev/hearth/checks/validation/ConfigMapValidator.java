package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;

/**
 * What the API server refuses of a ConfigMap.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/configmap/">ConfigMaps</a>
 */
final class ConfigMapValidator implements Validator {

    @Override
    public void validate(Field configMap, Faults faults) {
        Field binary = configMap.get("binaryData");
        long size = 0;
        for (Field value : configMap.get("data").fields()) {
            faults.form(value, value.name(), Syntax::dataKey);
            if (binary.get(value.name()).node().isPresent()) {
                faults.invalid(value, "must not be in binaryData too");
            }
            size += DataSize.ofText(value);
        }
        for (Field value : binary.fields()) {
            faults.form(value, value.name(), Syntax::dataKey);
            size += DataSize.ofBase64(value);
        }
        if (size > DataSize.MOST) {
            faults.tooLong(configMap, DataSize.MOST);
        }
    }
}
