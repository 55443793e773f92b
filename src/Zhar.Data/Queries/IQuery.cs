using System.Linq.Expressions;

namespace Zhar.Data;

/// <summary>A query of any row.</summary>
internal interface IQuery
{
    Expression Expression { get; }

    PreloadList Preloads { get; }

    /// <summary>What its only row is; <c>null</c> without one.</summary>
    Task<object?> Only(Repo repo, CancellationToken cancellationToken);
}
