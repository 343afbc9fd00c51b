package org.clawdbot.shell.internal.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.clawdbot.api.chat.Attempt;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.error.AllFailedException;
import org.clawdbot.api.error.BudgetExceededException;
import org.clawdbot.api.error.CooldownException;
import org.clawdbot.api.error.ErrorDetails;
import org.clawdbot.api.error.InvalidSettingException;
import org.clawdbot.api.error.ModelException;
import org.clawdbot.api.error.ModelNotFoundException;
import org.clawdbot.api.error.ModelUnavailableException;
import org.clawdbot.api.error.PolicyException;
import org.clawdbot.api.error.ProviderUnavailableException;
import org.clawdbot.api.error.QuotaExceededException;
import org.clawdbot.api.error.RequestCancelledException;
import org.clawdbot.api.error.SignInRequiredException;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.api.error.UnmetDemandException;
import org.clawdbot.api.host.ConfigurationException;
import org.clawdbot.shell.internal.Parts;
import org.jspecify.annotations.Nullable;

/** The one place that turns an exception into an exit code, a message and what to do next. */
public final class Failures {

    private static final System.Logger LOG = System.getLogger(Failures.class.getName());
    private static final String LIST = "See what there is with: clawdbot models list";

    private Failures() {}

    /**
     * How a failure is reported.
     *
     * @param exitCode the exit code of the process
     * @param code the word for programs
     * @param message one or more lines for a person
     * @param hint what to type next, or null
     * @param members what else the JSON document says, beside the error
     */
    public record Report(
            int exitCode, String code, String message, @Nullable String hint, Map<String, Object> members) {

        Report(int exitCode, String code, String message, @Nullable String hint) {
            this(exitCode, code, message, hint, Map.of());
        }
    }

    /** Turns any failure into a report; an unforeseen one goes to the log with its stack trace. */
    public static Report report(Throwable failure, Parts parts) {
        if (failure instanceof CommandFailure command) {
            return new Report(command.exitCode(), command.code(), command.text(), command.hint(), command.members());
        }
        if (failure instanceof ModelException model) {
            LOG.log(Level.DEBUG, "A command failed", failure);
            return new Report(exitCode(model), model.code(), message(failure), hint(model, parts), members(model));
        }
        if (failure instanceof ConfigurationException) {
            return new Report(ExitCode.FAILED, "configuration", message(failure), "Look closer with: clawdbot doctor");
        }
        if (failure instanceof InterruptedException) {
            return new Report(ExitCode.INTERRUPTED, "cancelled", "Interrupted", null);
        }
        if (failure instanceof IOException io) {
            return new Report(ExitCode.FAILED, "io", describe(io), null);
        }
        if (failure instanceof UncheckedIOException io) {
            return new Report(ExitCode.FAILED, "io", describe(Objects.requireNonNull(io.getCause())), null);
        }
        LOG.log(Level.ERROR, "A command failed in a way nobody foresaw", failure);
        return new Report(
                ExitCode.FAILED,
                "internal",
                "This should not happen: " + failure.getClass().getSimpleName() + ". The log has the details",
                null);
    }

    /** What a program may want to know besides: every try, when to come back, and what had arrived. */
    private static Map<String, Object> members(ModelException failure) {
        Map<String, Object> members = new LinkedHashMap<>();
        List<Attempt> attempts = attempts(failure);
        if (!attempts.isEmpty()) {
            members.put("attempts", attempts.stream().map(Failures::attempt).toList());
        }
        if (failure instanceof CooldownException cooldown) {
            members.put("availableAt", cooldown.availableAt());
        } else if (failure instanceof BudgetExceededException budget) {
            members.put("availableAt", budget.freesAt());
        } else if (failure instanceof UnmetDemandException unmet) {
            members.put("suitable", unmet.suitable());
        } else if (failure instanceof StreamBrokenException broken) {
            broken.partial().ifPresent(partial -> arrived(members, partial));
        }
        return members;
    }

    /** A failure that was the only one tells of its own try. */
    private static List<Attempt> attempts(ModelException failure) {
        ErrorDetails details = failure.details();
        boolean tried = details.provider() != null && details.model() != null && details.profileId() != null;
        return failure.attempts().isEmpty() && tried
                ? List.of(Attempt.failed(details.provider() + "/" + details.model(), details.profileId(), failure))
                : failure.attempts();
    }

    /** For a program that has seen nothing of it yet. */
    private static void arrived(Map<String, Object> members, ChatResult partial) {
        members.put("text", partial.text());
        if (partial.reasoning() != null) {
            members.put("reasoning", partial.reasoning());
        }
        if (!partial.toolCalls().isEmpty()) {
            members.put(
                    "toolCalls",
                    partial.toolCalls().stream().map(Failures::call).toList());
        }
    }

    private static Map<String, Object> call(ToolCall call) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", call.id());
        members.put("name", call.name());
        members.put("arguments", call.arguments());
        return members;
    }

    private static Map<String, @Nullable Object> attempt(Attempt attempt) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("model", attempt.model());
        members.put("profile", attempt.profileId());
        members.put("failure", attempt.failure());
        members.put("message", attempt.message());
        members.put("httpStatus", attempt.httpStatus());
        return members;
    }

    private static int exitCode(ModelException failure) {
        if (failure instanceof AllFailedException all
                && all.failures().stream().allMatch(SignInRequiredException.class::isInstance)) {
            return ExitCode.SIGN_IN_NEEDED;
        }
        if (failure instanceof SignInRequiredException) {
            return ExitCode.SIGN_IN_NEEDED;
        }
        if (failure instanceof RequestCancelledException) {
            return ExitCode.INTERRUPTED;
        }
        boolean unavailable = failure instanceof ModelNotFoundException
                || failure instanceof ModelUnavailableException
                || failure instanceof ProviderUnavailableException
                || failure instanceof QuotaExceededException
                || failure instanceof StreamBrokenException
                || failure instanceof AllFailedException
                || failure instanceof CooldownException
                || failure instanceof BudgetExceededException
                || failure instanceof UnmetDemandException
                || failure instanceof PolicyException;
        return unavailable ? ExitCode.UNAVAILABLE : ExitCode.FAILED;
    }

    private static @Nullable String hint(ModelException failure, Parts parts) {
        if (failure instanceof SignInRequiredException) {
            return message(failure).contains("`clawdbot ") ? null : SignInHint.sentence(parts);
        }
        if (failure instanceof ModelNotFoundException notFound) {
            return hint(notFound);
        }
        if (failure instanceof ModelUnavailableException
                || failure instanceof PolicyException
                || failure instanceof AllFailedException) {
            return "Try another model: clawdbot models list";
        }
        if (failure instanceof ProviderUnavailableException || failure instanceof InvalidSettingException) {
            return "Find out why with: clawdbot doctor";
        }
        if (failure instanceof QuotaExceededException quota) {
            return quota.resetAt()
                    .map(reset -> "The quota starts anew at " + reset)
                    .orElse(null);
        }
        return null;
    }

    private static @Nullable String hint(ModelNotFoundException failure) {
        String message = message(failure);
        if (!failure.nearest().isEmpty() && failure.nearest().stream().noneMatch(message::contains)) {
            return "Did you mean " + String.join(", ", failure.nearest()) + "?";
        }
        return message.contains("clawdbot models list") ? null : LIST;
    }

    private static String describe(IOException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return "There is no file " + missing.getFile();
        }
        if (failure instanceof AccessDeniedException denied) {
            return "No permission for " + denied.getFile();
        }
        return message(failure);
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
