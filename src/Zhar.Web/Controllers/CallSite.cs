using System.ComponentModel;

namespace Zhar.Web;

/// <summary>Stands between the arguments of a call and the text that the compiler fills in, so that no argument is taken for it. Never given by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CallSite;
