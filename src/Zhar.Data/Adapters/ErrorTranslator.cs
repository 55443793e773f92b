using System.Data.Common;
using System.Globalization;

namespace Zhar.Data;

/// <summary>Makes a driver's errors into the repo's: without passwords and parameters unless the settings allow them.</summary>
internal sealed class ErrorTranslator(string repo, Adapter adapter, RepoOptions options)
{
    /// <returns>The exception to throw; <c>null</c> when the error is not the database's.</returns>
    internal Exception? Translate(Exception error, SqlStatement? statement, object?[] values)
    {
        if (adapter.IsDisconnect(error))
            return Lost(error, statement);
        if (error is DbException { InnerException: TimeoutException } or TimeoutException)
            return new DatabaseException($"{repo}: a statement ran longer than its time and was stopped. Give it more (Timeout in the call's options or the repo's settings), or make it faster.\n  {statement?.Text}", statement?.Text, null, Inner(error));
        if (error is not DbException database)
            return null;
        var violation = adapter.FindViolation(database);
        return new DatabaseException($"{repo}: {adapter.Name} has refused a statement: {Visible(database.Message, values)}\n  {statement?.Text}", statement?.Text, adapter.CodeOf(database), Inner(error))
        {
            Violation = violation,
            IsTextRefused = adapter.IsTextRefused(database),
        };
    }

    /// <summary>A connection could not be opened.</summary>
    internal DatabaseConnectionException NotOpened(Exception error) => new(
        $"{repo} cannot connect to the {adapter.Describe(options)}: {Hide(error.Message)} {adapter.ConnectionAdvice}", Inner(error));

    private DatabaseConnectionException Lost(Exception error, SqlStatement? statement) => new(
        $"{repo} has lost its connection to the {adapter.Describe(options)}: {Hide(error.Message)} It is unknown whether this statement took effect: {statement?.Text}", Inner(error))
    { WasLost = true };

    private Exception? Inner(Exception error) => options.ShowSensitiveDataOnConnectionError ? error : null;

    private string Hide(string message)
    {
        message = message.TrimEnd('.') + ".";
        return options.ShowSensitiveDataOnConnectionError || string.IsNullOrEmpty(options.Password)
            ? message
            : message.Replace(options.Password, RepoTelemetry.RedactedValue, StringComparison.Ordinal);
    }

    /// <summary>Databases quote the value that they do not like.</summary>
    private string Visible(string message, object?[] values)
    {
        if (options.ShowSensitiveDataOnConnectionError)
            return message;
        foreach (var value in values)
        {
            var text = value switch
            {
                null or bool or DBNull or byte[] => null,
                string s => s,
                IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
                _ => value.ToString(),
            };

            // One or two characters would take half of the message's words with them, and tell nothing.
            if (text is { Length: > 2 })
                message = WithoutBeginning(message.Replace(text, RepoTelemetry.RedactedValue, StringComparison.Ordinal), text);
        }

        return Hide(message);
    }

    /// <summary>Databases cut off what is long: its beginning tells as much.</summary>
    private static string WithoutBeginning(string message, string text)
    {
        const int telling = 16;
        while (text.Length > telling && message.IndexOf(text[..telling], StringComparison.Ordinal) is >= 0 and var at)
        {
            var length = message.AsSpan(at).CommonPrefixLength(text);
            message = message[..at] + RepoTelemetry.RedactedValue + message[(at + length)..];
        }

        return message;
    }
}
