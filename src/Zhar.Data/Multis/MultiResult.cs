namespace Zhar.Data;

/// <summary>How a <see cref="Multi"/> ended: <see cref="MultiOk"/> or <see cref="MultiFailed"/>.</summary>
public abstract record MultiResult
{
    private protected MultiResult()
    {
    }

    /// <summary>Whether all steps succeeded.</summary>
    public bool IsOk => this is MultiOk;

    /// <summary>The results.</summary>
    /// <exception cref="InvalidOperationException">A step failed; the message names it.</exception>
    public MultiResults OrThrow() => this switch
    {
        MultiOk ok => ok.Results,
        MultiFailed failed => throw new InvalidOperationException($"The step '{failed.Step}' failed, so everything was rolled back: {failed.Value}"),
        _ => throw new System.Diagnostics.UnreachableException($"Unknown result {GetType()}. Please report this."),
    };
}

/// <summary>All steps succeeded and are stored.</summary>
public sealed record MultiOk(MultiResults Results) : MultiResult;

/// <summary>A step failed, and nothing is stored.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Value">Its changeset, or the reason that it gave.</param>
/// <param name="SoFar">What the steps before it had returned; their effects are undone.</param>
public sealed record MultiFailed(string Step, object? Value, MultiResults SoFar) : MultiResult;
