package org.clawdbot.api.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A setting of a part has a value that it cannot work with; the part is there, but every use of it fails. */
public final class InvalidSettingException extends ModelException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String setting;

    /**
     * Reports a setting that cannot work.
     *
     * @param setting the PID and the key
     * @param message one sentence: which setting is wrong and what would be right
     * @param details what else is known
     * @param cause what brought it about, or null
     */
    public InvalidSettingException(String setting, String message, ErrorDetails details, @Nullable Throwable cause) {
        super("invalid-setting", ErrorSubject.HOST, message, details, cause);
        this.setting = setting;
    }

    /**
     * Names the setting.
     *
     * @return the PID and the key
     */
    public String setting() {
        return setting;
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
