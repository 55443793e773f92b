namespace Zhar.Data;

/// <summary>One step of a <see cref="Multi"/>.</summary>
internal abstract class MultiStep(string? name)
{
    /// <summary>Its name; <c>null</c> for a merge.</summary>
    internal string? Name => name;

    /// <summary>Why it will fail, if that is known before anything runs.</summary>
    internal virtual (bool IsKnown, object? Value) KnownFailure => default;

    /// <summary>Runs it.</summary>
    internal abstract Task<(bool IsOk, object? Value)> Run(Repo repo, MultiResults results, CancellationToken cancellationToken);

    internal static (bool IsOk, object? Value) Unwrap<T>(Result<T> result) => result switch
    {
        Ok<T> ok => (true, ok.Value),
        Error<T> error => (false, error.Reason.Tag == "rollback" ? error.Reason.Value : error.Reason),
        Invalid<T> invalid => (false, invalid.Changeset),
        _ => (false, result),
    };
}

/// <summary>A write by a changeset, given or made of the results.</summary>
internal sealed class WriteStep<T>(string name, Changeset<T>? changeset, Func<MultiResults, Changeset<T>>? make, Func<Repo, Changeset<T>, CancellationToken, Task<Result<T>>> write) : MultiStep(name)
    where T : class
{
    internal override (bool IsKnown, object? Value) KnownFailure => changeset is { IsValid: false } ? (true, changeset) : default;

    internal override async Task<(bool IsOk, object? Value)> Run(Repo repo, MultiResults results, CancellationToken cancellationToken) =>
        Unwrap(await write(repo, changeset ?? make!(results), cancellationToken)); // one of both is there
}

/// <summary>A function.</summary>
internal sealed class RunStep(string name, Func<Repo, MultiResults, CancellationToken, Task<(bool IsOk, object? Value)>> function) : MultiStep(name)
{
    internal override Task<(bool IsOk, object? Value)> Run(Repo repo, MultiResults results, CancellationToken cancellationToken) => function(repo, results, cancellationToken);
}

/// <summary>A failure.</summary>
internal sealed class ErrorStep(string name, object? value) : MultiStep(name)
{
    internal override (bool IsKnown, object? Value) KnownFailure => (true, value);

    internal override Task<(bool IsOk, object? Value)> Run(Repo repo, MultiResults results, CancellationToken cancellationToken) => Task.FromResult((false, value));
}

/// <summary>Further steps, made of the results.</summary>
internal sealed class MergeStep(Func<MultiResults, Multi> steps) : MultiStep(null)
{
    internal Multi Steps(MultiResults results) => steps(results);

    internal override Task<(bool IsOk, object? Value)> Run(Repo repo, MultiResults results, CancellationToken cancellationToken) =>
        throw new System.Diagnostics.UnreachableException("A merge was run as a step. Please report this.");
}
