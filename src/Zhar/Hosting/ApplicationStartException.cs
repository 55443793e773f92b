namespace Zhar;

/// <summary>An application did not start, so the host did not either.</summary>
public sealed class ApplicationStartException : Exception
{
    internal ApplicationStartException(string application, ExitReason reason)
        : base(Explain(application, reason), Find(reason))
    {
        Application = application;
        Reason = reason;
    }

    /// <summary>The application that failed.</summary>
    public string Application { get; }

    /// <summary>Why: the reason of the child that did not start.</summary>
    public ExitReason Reason { get; }

    internal static ApplicationStartException From(string root, ExitReason reason) =>
        reason.Value is ApplicationFailure failure ? new(failure.Application, failure.Reason) : new(root, reason);

    private static string Explain(string application, ExitReason reason) => reason.Tag switch
    {
        "not_started" => $"Application '{application}' did not start: '{reason.Value}', which it depends on, does not run. Name it by its class in Define, DependsOn<T>(), or start it first.",
        "unknown_application" => $"Application '{application}' did not start: nobody has loaded '{reason.Value}', which it depends on. Name it by its class in Define: DependsOn<T>().",
        "circular_dependency" => $"Application '{application}' did not start: the applications depend on each other in a circle, {reason.Value}. Take one of the dependencies out.",
        _ when Find(reason) is { } exception =>
            $"Application '{application}' did not start: {exception.Message}\n  {exception.GetType().Name}{Place(exception)}{Child(reason)}\n  The reports with the stack trace are in the log of 'Zhar' at level Debug.",
        _ => $"Application '{application}' did not start: {reason}.",
    };

    /// <summary>Where it was thrown: the innermost call, as <c> at Shop.Till.Init() in Till.cs:line 12</c>.</summary>
    private static string Place(Exception exception) => exception.StackTrace is { } trace ? " " + trace.Split('\n', 2)[0].Trim() : "";

    /// <summary>Which child of the tree it was, without the reason once more: <c>in the tree: 'Shop.Endpoint' > 'server'</c>.</summary>
    private static string Child(ExitReason? reason)
    {
        var path = new List<string>();
        for (; reason is not null && reason.Exception is null; reason = Inner(reason))
        {
            if (reason.Value is FailedToStartChild { Id: var id })
                path.Add($"'{id}'");
        }

        return path.Count == 0 ? "" : $"\n  in the tree: {string.Join(" > ", path)}";
    }

    /// <summary>The exception at the bottom of the reasons that wrap each other.</summary>
    private static Exception? Find(ExitReason? reason)
    {
        for (; reason is not null; reason = Inner(reason))
        {
            if (reason.Exception is { } exception)
                return exception;
        }

        return null;
    }

    private static ExitReason? Inner(ExitReason reason) => reason.Value switch
    {
        ExitReason inner => inner,
        FailedToStartChild child => child.Reason,
        ApplicationFailure failure => failure.Reason,
        _ => null,
    };
}
