namespace Zhar.Data;

/// <content>Runs a <see cref="Multi"/>.</content>
public abstract partial class Repo
{
    /// <summary>Runs the steps in order in one transaction. The first that fails undoes all.</summary>
    /// <remarks>Changesets that were given with errors fail before anything runs. An exception rolls back and comes out as itself.</remarks>
    public async Task<MultiResult> Transact(Multi multi, TransactionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(multi);
        foreach (var step in multi.Steps)
        {
            if (step.KnownFailure is { IsKnown: true, Value: var value })
                return new MultiFailed(step.Name!, value, MultiResults.Empty); // only a merge has no name, and it knows nothing
        }

        var result = await RunTransaction<MultiResult>(
            Runtime,
            async _ => await RunSteps(multi, MultiResults.Empty, cancellationToken) is var ended && ended is MultiOk
                ? new Ok<MultiResult>(ended)
                : new Error<MultiResult>(ExitReason.Of("multi", ended)),
            options ?? TransactionOptions.Default,
            cancellationToken);
        return result switch
        {
            Ok<MultiResult> ok => ok.Value,
            Error<MultiResult> { Reason: { Tag: "multi", Value: MultiResult failed } } => failed,
            _ => throw new InvalidOperationException("The transaction around this Multi is being rolled back, because one inside of it was. Return from it, and begin again."),
        };
    }

    private async Task<MultiResult> RunSteps(Multi multi, MultiResults results, CancellationToken cancellationToken)
    {
        foreach (var step in multi.Steps)
        {
            if (step is MergeStep merge)
            {
                var merged = merge.Steps(results) ?? throw new InvalidOperationException("The function of a Merge returned null. Return a Multi, Multi.New for no steps.");
                var inner = await RunSteps(merged, results, cancellationToken);
                if (inner is not MultiOk ok)
                    return inner;
                results = ok.Results;
                continue;
            }

            var name = step.Name!; // only a merge has none
            if (results.Contains(name))
                throw new InvalidOperationException($"A merged Multi has the step '{name}', which has run already. Names tell the steps apart: give it another.");
            var (isOk, value) = await step.Run(this, results, cancellationToken);
            if (!isOk)
                return new MultiFailed(name, value, results);
            results = results.With(name, value);
        }

        return new MultiOk(results);
    }
}
