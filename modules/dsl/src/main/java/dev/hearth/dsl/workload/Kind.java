package dev.hearth.dsl.workload;

/** The five kinds of workload. */
enum Kind {
    DEPLOYMENT("Deployment", "apps/v1", 63),
    // The controller puts "-" and a hash of ten characters behind the name and makes a label of it.
    STATEFUL_SET("StatefulSet", "apps/v1", 52),
    DAEMON_SET("DaemonSet", "apps/v1", 63),
    JOB("Job", "batch/v1", 63),
    // The controller puts "-" and the minute behind the name.
    CRON_JOB("CronJob", "batch/v1", 52);

    private final String word;
    private final String apiVersion;
    private final int longestName;

    Kind(String word, String apiVersion, int longestName) {
        this.word = word;
        this.apiVersion = apiVersion;
        this.longestName = longestName;
    }

    String word() {
        return word;
    }

    String apiVersion() {
        return apiVersion;
    }

    int longestName() {
        return longestName;
    }

    boolean scales() {
        return this == DEPLOYMENT || this == STATEFUL_SET;
    }

    boolean ends() {
        return this == JOB || this == CRON_JOB;
    }
}
