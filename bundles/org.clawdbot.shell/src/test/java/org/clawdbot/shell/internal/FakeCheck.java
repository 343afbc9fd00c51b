package org.clawdbot.shell.internal;

import java.util.List;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;

/** A check that another part of the host brings. */
public record FakeCheck(String topic, boolean remote, Look look) implements SelfCheck {

    /** What it does. */
    public interface Look {
        List<Finding> run() throws InterruptedException;
    }

    public static FakeCheck finding(String topic, Finding finding) {
        return new FakeCheck(topic, false, () -> List.of(finding));
    }

    @Override
    public List<Finding> run() throws InterruptedException {
        return look.run();
    }
}
