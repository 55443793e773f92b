namespace UnloadSample;

/// <summary>A service that servers get through their constructors.</summary>
public sealed class Scale
{
    public int Factor { get; } = 2;
}
