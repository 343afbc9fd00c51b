package org.clawdbot.launcher;

import java.nio.file.Path;
import org.clawdbot.api.host.StateFolder;

/** Makes state folders for tests. */
final class States {

    private States() {}

    static StateFolder in(Path folder) {
        return StateFolder.locate(name -> StateFolder.PROPERTY.equals(name) ? folder.toString() : null, name -> null);
    }
}
