"""Issue forms in the manner of large projects, written for these tests."""

from __future__ import annotations

# An orchestrator's: short labels, questions as headings, versions in fences.
ORCHESTRATOR = """
name: Bug Report
description: Report a bug encountered while operating the orchestrator
labels: kind/bug
body:
  - type: textarea
    id: problem
    attributes:
      label: What happened?
      description: |
        Please provide as much info as possible.
        If this matter is security related, write to security@example.org.
    validations:
      required: true
  - type: textarea
    id: expected
    attributes:
      label: What did you expect to happen?
    validations:
      required: true
  - type: textarea
    id: repro
    attributes:
      label: How can we reproduce it (as minimally and precisely as possible)?
    validations:
      required: true
  - type: textarea
    id: additional
    attributes:
      label: Anything else we need to know?
  - type: textarea
    id: orchestratorVersion
    attributes:
      label: Kubernetes version
      value: |
        <details>

        ```console
        $ kubectl version
        # paste output here
        ```

        </details>
    validations:
      required: true
  - type: textarea
    id: cloudProvider
    attributes:
      label: Cloud provider
    validations:
      required: true
  - type: textarea
    id: osVersion
    attributes:
      label: OS version
  - type: textarea
    id: installer
    attributes:
      label: Install tools
"""

# A dashboard's: explanations between the fields, a dropdown, a log with its language.
DASHBOARD = """
name: "\\U0001F41B Bug report"
description: Something on a dashboard is wrong
title: "[Bug]: "
labels: ["type/bug", needs-triage]
body:
  - type: markdown
    attributes:
      value: |
        ## Thank you for reporting
        Please read the troubleshooting guide first.
  - type: textarea
    id: summary
    attributes:
      label: What went wrong?
      description: A short and precise description.
      placeholder: I clicked on … and it …
    validations: {required: true}
  - type: textarea
    attributes:
      label: How do we reproduce it?
      value: |
        1.
        2.
  - type: textarea
    attributes:
      label: Relevant log output
      description: "Copy what `journalctl -u dashboard --since today` prints."
      render: shell
  - type: dropdown
    id: source
    attributes:
      label: Which data sources are affected?
      multiple: true
      options: [Prometheus, Loki, Elasticsearch, MySQL, Other]
  - type: dropdown
    attributes:
      label: How was it installed?
      options:
        - Docker
        - Helm chart
        - Debian package
        - Other
    validations: {required: true}
  - type: input
    attributes:
      label: Dashboard version
      placeholder: v11.2.0
    validations: {required: true}
  - type: checkboxes
    id: terms
    attributes:
      label: Before you send this
      options:
        - label: I have searched the existing issues
          required: true
        - label: I would like to work on it
"""

# A home's: everything in fields, YAML pasted as YAML, an optional version before.
HOME = """
name: Report an issue with the core
description: Report an issue with the home's core
body:
  - type: markdown
    attributes: {value: This is for bugs only.}
  - type: textarea
    id: problem
    attributes: {label: The problem, description: Describe what you met with.}
    validations: {required: true}
  - type: markdown
    attributes: {value: "## Environment"}
  - type: input
    id: version
    attributes: {label: "What version of Hearth has the issue?", placeholder: hearth-}
    validations: {required: true}
  - type: input
    attributes: {label: "What was the last working version of Hearth?"}
  - type: dropdown
    attributes:
      label: "What type of installation are you running?"
      options: [Hearth OS, Hearth Container, Hearth Core]
    validations: {required: true}
  - type: input
    attributes: {label: Integration causing the issue}
  - type: textarea
    attributes:
      label: Example YAML snippet
      render: yaml
  - type: textarea
    attributes:
      label: Anything in the logs that might be useful for us?
      render: txt
  - type: textarea
    attributes: {label: Additional information}
"""

WISH = """
name: Feature request
description: Suggest an idea
labels: [enhancement]
body:
  - type: textarea
    attributes: {label: "What would you like to be added?"}
    validations: {required: true}
  - type: textarea
    attributes: {label: "Why is this needed?"}
    validations: {required: true}
"""

FORMS = {"orchestrator": ORCHESTRATOR, "dashboard": DASHBOARD, "home": HOME, "wish": WISH}
