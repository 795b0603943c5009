package dev.hearth.platform.security;

import dev.hearth.dsl.Data;
import dev.hearth.dsl.config.Config;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The settings of the operator and of its scans, as texts in ConfigMaps. The names of two of them are the operator's.
 *
 * @param operator whose settings they are
 * @see <a href="https://github.com/aquasecurity/trivy-operator/tree/v0.32.0/deploy/helm">Upstream's chart</a>
 */
record TrivySettings(TrivyOperator operator) {

    /** The pods that scan have it as label {@code app.kubernetes.io/name}, and their account has it as name. */
    static final String SCANNER = "trivy-scan";

    private static final int USER = 10000;

    /** What the operator itself does; it reads it when it starts. */
    Config environment() {
        return Config.named("trivy-operator-config")
                .value("OPERATOR_TARGET_NAMESPACES", String.join(",", operator.only()))
                .value("OPERATOR_EXCLUDE_NAMESPACES", String.join(",", operator.excluded()))
                .value("OPERATOR_SERVICE_ACCOUNT", SCANNER)
                .value("OPERATOR_LOG_DEV_MODE", "false")
                .value("OPERATOR_METRICS_BIND_ADDRESS", ":" + TrivyOperator.METRICS.number())
                .value("OPERATOR_HEALTH_PROBE_BIND_ADDRESS", ":" + TrivyOperator.PROBES.number())
                .value("OPERATOR_METRICS_FINDINGS_ENABLED", "true")
                .value("OPERATOR_CONCURRENT_SCAN_JOBS_LIMIT", Integer.toString(operator.scansAtOnce()))
                .value("OPERATOR_SCAN_JOB_TIMEOUT", "15m")
                .value("OPERATOR_SCAN_JOB_RETRY_AFTER", "1m")
                .value("OPERATOR_SCANNER_REPORT_TTL", operator.freshness().toHours() + "h")
                .value("OPERATOR_VULNERABILITY_SCANNER_ENABLED", scans(TrivyScan.VULNERABILITIES))
                .value("OPERATOR_EXPOSED_SECRET_SCANNER_ENABLED", scans(TrivyScan.EXPOSED_SECRETS))
                .value("OPERATOR_SBOM_GENERATION_ENABLED", scans(TrivyScan.BILLS_OF_MATERIALS))
                .value("OPERATOR_CONFIG_AUDIT_SCANNER_ENABLED", scans(TrivyScan.CONFIGURATION))
                .value("OPERATOR_RBAC_ASSESSMENT_SCANNER_ENABLED", scans(TrivyScan.CONFIGURATION))
                .value("OPERATOR_CLUSTER_COMPLIANCE_ENABLED", scans(TrivyScan.CONFIGURATION))
                // Its collector mounts folders of the node that MicroK8s has elsewhere, and finds nothing there.
                .value("OPERATOR_INFRA_ASSESSMENT_SCANNER_ENABLED", "false")
                .value("OPERATOR_CLUSTER_SBOM_CACHE_ENABLED", "false")
                .value("OPERATOR_VULNERABILITY_SCANNER_SCAN_ONLY_CURRENT_REVISIONS", "true")
                .value("OPERATOR_CONFIG_AUDIT_SCANNER_SCAN_ONLY_CURRENT_REVISIONS", "true")
                .value("OPERATOR_ACCESS_GLOBAL_SECRETS_SERVICE_ACCOUNTS", "false")
                .value("OPERATOR_BUILT_IN_TRIVY_SERVER", "false");
    }

    private String scans(TrivyScan scan) {
        return Boolean.toString(operator.scans().contains(scan));
    }

    /** How its Jobs are made. */
    Config jobs() {
        return Config.named("trivy-operator")
                .value("vulnerabilityReports.scanner", "Trivy")
                .value("vulnerabilityReports.scanJobsInSameNamespace", "false")
                .value("configAuditReports.scanner", "Trivy")
                .value("compliance.failEntriesLimit", "10")
                .value("report.recordFailedChecksOnly", "true")
                .value("policies.bundle.oci.ref", "mirror.gcr.io/aquasec/trivy-checks:1")
                .value("policies.bundle.insecure", "false")
                .value("scanJob.automountServiceAccountToken", "false")
                .value("scanJob.useGCRServiceAccount", "false")
                .value("scanJob.compressLogs", "true")
                .value("scanJob.podTemplateLabels", "app.kubernetes.io/name=" + SCANNER)
                .json(
                        "scanJob.podTemplatePodSecurityContext",
                        Data.map(
                                "runAsNonRoot", true,
                                "runAsUser", USER,
                                "runAsGroup", USER,
                                "fsGroup", USER,
                                "seccompProfile", Data.map("type", "RuntimeDefault")))
                .json(
                        "scanJob.podTemplateContainerSecurityContext",
                        Data.map(
                                "allowPrivilegeEscalation",
                                false,
                                "capabilities",
                                Data.map("drop", Data.list("ALL")),
                                "privileged",
                                false,
                                "readOnlyRootFilesystem",
                                true));
    }

    /** What runs in its Jobs. */
    Config scanner() {
        var image = operator.scanner();
        return Config.named("trivy-operator-trivy-config")
                .value("trivy.repository", image.repository())
                .value("trivy.tag", image.tag() + (image.digest().isEmpty() ? "" : "@" + image.digest()))
                .value("trivy.imagePullPolicy", "IfNotPresent")
                .value("trivy.mode", "Standalone")
                .value("trivy.command", "image")
                .value(
                        "trivy.severity",
                        Arrays.stream(TrivySeverity.values())
                                .filter(severity -> severity.compareTo(operator.least()) >= 0)
                                .map(Enum::name)
                                .collect(Collectors.joining(",")))
                .value("trivy.ignoreUnfixed", Boolean.toString(operator.fixable()))
                .value("trivy.slow", "true")
                .value("trivy.timeout", "10m0s")
                .value("trivy.includeDevDeps", "false")
                .value("trivy.skipJavaDBUpdate", "false")
                .value("trivy.dbRepository", "mirror.gcr.io/aquasec/trivy-db")
                .value("trivy.javaDbRepository", "mirror.gcr.io/aquasec/trivy-java-db")
                .value("trivy.dbRepositoryInsecure", "false")
                .value("trivy.imageScanCacheDir", "/tmp/trivy/.cache")
                .value("trivy.filesystemScanCacheDir", "/var/trivyoperator/trivy-db")
                .value("trivy.useBuiltinRegoPolicies", "false")
                .value("trivy.useEmbeddedRegoPolicies", "true")
                .value(
                        "trivy.supportedConfigAuditKinds",
                        "Workload,Service,Role,ClusterRole,NetworkPolicy,Ingress,LimitRange,ResourceQuota,"
                                + "PersistentVolume,PersistentVolumeClaim")
                .value("trivy.resources.requests.cpu", "100m")
                .value("trivy.resources.requests.memory", "256Mi")
                .value("trivy.resources.limits.cpu", "1")
                .value("trivy.resources.limits.memory", "1Gi");
    }
}
