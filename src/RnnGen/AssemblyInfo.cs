using System;

// So that emitted members, which take and give this library's types, are compliant in a project that says it is.
[assembly: CLSCompliant(true)]
