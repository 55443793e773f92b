using System.Linq.Expressions;

namespace Zhar.Data;

/// <summary>A query of any row.</summary>
internal interface IQuery
{
    Expression Expression { get; }

    PreloadList Preloads { get; }
}
