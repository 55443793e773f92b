using Zhar.Web;

namespace Zhar.Live;

/// <summary>A column of <see cref="CoreComponents.Table{T, TKey}"/>.</summary>
/// <param name="Label">What its head reads.</param>
/// <param name="Cell">The cell of a row.</param>
public sealed record TableColumn<T>(string Label, Func<T, Html> Cell);
