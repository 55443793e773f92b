namespace Zhar.Live;

/// <summary>The props of a component that takes none: <see cref="LiveComponent{TState}"/>.</summary>
public readonly record struct NoProps;
