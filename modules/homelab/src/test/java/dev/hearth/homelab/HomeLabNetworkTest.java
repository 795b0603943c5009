package dev.hearth.homelab;

import static dev.hearth.testing.HearthAssertions.assertThatCluster;

import org.junit.jupiter.api.Test;

class HomeLabNetworkTest {

    @Test
    void its_policies_allow_what_was_declared_and_nothing_else() {
        assertThatCluster(new HomeLab()).allowsDeclaredFlowsAlone();
    }
}
