"""The one style sheet; `ui.theme` puts the colours in."""

STYLE = """
QToolTip {
  background: $sheet; color: $ink; border: 1px solid $rule_strong; padding: 6px 8px;
}
QLabel[role="title"] { font-size: ${title_pt}pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading_pt}pt; font-weight: 600; }
QLabel[role="soft"] { color: $soft; }
QLabel[role="small"] { color: $soft; font-size: ${small_pt}pt; }
QFrame[card="true"] { background: $sheet; border: 1px solid $rule; border-radius: 8px; }
QFrame[rail="true"] { background: $sheet; border: none; border-right: 1px solid $rule; }

QLabel[tone] { border-radius: 4px; padding: 1px 7px; font-weight: 600; }
QLabel[tone="urgent"] { color: $urgent_ink; background: $urgent_tint; }
QLabel[tone="coach"] { color: $coach_ink; background: $coach_tint; }
QLabel[tone="praise"] { color: $praise_ink; background: $praise_tint; }
QLabel[tone="info"] { color: $soft; background: $sunk; }

QPushButton {
  background: $sheet; color: $ink; border: 1px solid $rule_strong; border-radius: 6px;
  padding: 5px 14px; min-height: 1.2em;
}
QPushButton:hover { background: $sunk; }
QPushButton:pressed { background: $band; }
QPushButton:disabled { color: $band_line; border-color: $rule; }
QPushButton:focus { border: 2px solid $focus; padding: 4px 13px; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[primary="true"]:hover { background: $agent; border-color: $agent; }
QPushButton[primary="true"]:focus { border: 2px solid $ink; }
QPushButton[primary="true"]:disabled { background: $band; color: $soft; border-color: $band; }

QToolButton {
  background: transparent; color: $ink; border: 1px solid transparent; border-radius: 6px;
  padding: 4px 8px;
}
QToolButton:hover { background: $sunk; }
QToolButton:pressed { background: $band; }
QToolButton:checked { background: $selection; color: $ink; }
QToolButton:focus { border: 1px solid $focus; }
QToolButton:disabled { color: $band_line; }
QToolButton::menu-indicator { image: none; }
QToolButton[chip="true"] {
  border: 1px solid $rule_strong; border-radius: 11px; padding: 2px 10px; background: $sheet;
}
QToolButton[chip="true"]:hover { background: $sunk; }
QToolButton[chip="true"]:checked {
  background: $selection; border-color: $accent; color: $ink; font-weight: 600;
}
QToolButton[chip="true"]:focus { border: 2px solid $focus; padding: 1px 9px; }
QToolButton[rail="true"] {
  border-radius: 8px; padding: 8px 4px; font-size: ${small_pt}pt; color: $soft;
}
QToolButton[rail="true"]:checked { background: $selection; color: $ink; font-weight: 600; }
QToolButton[rail="true"]:focus { border: 1px solid $focus; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit,
QDateTimeEdit {
  background: $sheet; color: $ink; border: 1px solid $rule_strong; border-radius: 6px;
  padding: 4px 8px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus, QDateEdit:focus, QDateTimeEdit:focus {
  border: 2px solid $focus; padding: 3px 7px;
}
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {
  background: $sunk; color: $soft;
}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border: 2px solid $urgent; }
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down {
  border: none; width: 24px; subcontrol-position: center right;
}
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow {
  image: url("$drawings/style_chevron_$scheme.svg"); width: 14px; height: 14px;
}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button { border: none; background: transparent; width: 20px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
  image: url("$drawings/style_chevron_up_$scheme.svg"); width: 12px; height: 12px;
}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
  image: url("$drawings/style_chevron_$scheme.svg"); width: 12px; height: 12px;
}

QCheckBox, QRadioButton { spacing: 8px; border-radius: 4px; padding: 2px; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $focus; padding: 1px; }
QCheckBox::indicator, QAbstractItemView::indicator, QMenu::indicator {
  width: 14px; height: 14px; border: 1px solid $soft; border-radius: 3px; background: $sheet;
}
QMenu::indicator { margin-left: 6px; }
QRadioButton::indicator {
  width: 14px; height: 14px; border: 1px solid $soft; border-radius: 8px; background: $sheet;
}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QMenu::indicator:checked {
  background: $accent; border-color: $accent; image: url("$drawings/style_tick_$scheme.svg");
}
QCheckBox::indicator:indeterminate {
  background: $accent; border-color: $accent; image: url("$drawings/style_dash_$scheme.svg");
}
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $rule; }
QComboBox QAbstractItemView {
  background: $sheet; border: 1px solid $rule_strong; selection-background-color: $selection;
  selection-color: $ink; outline: none;
}

QAbstractItemView {
  background: $sheet; border: none; outline: none; alternate-background-color: $sheet;
}
QAbstractItemView::item:selected { background: $selection; color: $ink; }
QTableView { gridline-color: $rule; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 1px solid $focus; }
QHeaderView { background: $sheet; }
QHeaderView::section {
  background: $sheet; color: $soft; border: none; border-bottom: 1px solid $rule_strong;
  padding: 6px 8px; font-weight: 600;
}
QHeaderView::section:hover { color: $ink; background: $sunk; }

QTabWidget::pane { border: none; border-top: 1px solid $rule; }
QTabBar::tab {
  background: transparent; color: $soft; padding: 7px 12px; border: none;
  border-bottom: 3px solid transparent;
}
QTabBar::tab:selected { color: $ink; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:focus { background: $sunk; }

QMenu { background: $sheet; color: $ink; border: 1px solid $rule_strong; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $band_line; }
QMenu::separator { height: 1px; background: $rule; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $rule_strong; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $band_line; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { border: none; background: transparent; }

QProgressBar {
  background: $band; border: none; border-radius: 4px; height: 8px; text-align: center; color: $ink;
}
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QSlider::groove:horizontal { background: $band; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal {
  background: $sheet; border: 2px solid $accent; width: 10px; margin: -5px 0; border-radius: 7px;
}
QSlider::handle:horizontal:focus { background: $accent; }
QSplitter::handle { background: $rule; }
QSplitter::handle:horizontal { width: 1px; margin: 0 3px; }
QSplitter::handle:vertical { height: 1px; margin: 3px 0; }
"""
